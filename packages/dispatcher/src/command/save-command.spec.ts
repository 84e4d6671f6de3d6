import { outcomeResults, type Outcome } from '@sluice/shared/messages/outcome';
import { expect, it } from 'vitest';
import { describeOutcome } from './save-command.js';

const outcome = (result: Outcome['result'], more: Partial<Outcome> = {}): Outcome => ({
  commandId: '01890000-0000-7000-8000-000000000009',
  document: { type: 'purchase-order', id: '7' },
  destination: 'm3',
  result,
  steps: [],
  refusals: [],
  at: '2026-03-09T17:12:13.200Z',
  ...more,
});

it.each(outcomeResults)('the end "%s" is a sentence', (result) => {
  expect(describeOutcome('M3', outcome(result))).toMatch(/^[A-Z].+ .+\.$/);
});

it('a refusal has the words of the system that refused', () => {
  const refusals = [{ step: 'add-lines', index: 0, code: 'WIT0103', message: 'Item BRG does not exist' }];
  expect(describeOutcome('M3', outcome('refused', { refusals }))).toBe('It was refused: Item BRG does not exist');
  expect(describeOutcome('M3', outcome('refused', { refusals, message: 'Nothing was sent' }))).toBe(
    'It was refused: Nothing was sent',
  );
});
