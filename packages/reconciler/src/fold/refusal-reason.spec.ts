import type { M3Command } from '@sluice/shared/messages/command';
import type { Outcome } from '@sluice/shared/messages/outcome';
import { expect, test } from 'vitest';
import { refusalReason } from './refusal-reason.js';

const addLine = { transaction: 'AddLine', record: {}, returns: [] };
const command = {
  steps: [
    { id: 'add-lines', transactions: [addLine, addLine, addLine] },
    { id: 'add-head', transactions: [addLine] },
  ],
} as unknown as M3Command;

type Refusals = Outcome['refusals'];
const reasonOf = (refusals: Refusals, message?: string) =>
  refusalReason({ destination: 'm3', refusals, ...(message !== undefined && { message }) } as Outcome, command);

const invalid = { code: 'XQT01', message: 'Quantity is invalid' };

test.each<[name: string, refusals: Refusals, message: string]>([
  [
    'one line',
    [{ step: 'add-lines', index: 1, field: 'QTY', ...invalid }],
    'add-lines, line 2, field QTY: Quantity is invalid (XQT01)',
  ],
  [
    'the only transaction of a step',
    [{ step: 'add-head', index: 0, ...invalid }],
    'add-head: Quantity is invalid (XQT01)',
  ],
  [
    'several lines in the same words',
    [0, 1, 2, 4].map((index) => ({ step: 'add-lines', index, ...invalid })),
    'add-lines, lines 1-3, 5: Quantity is invalid (XQT01)',
  ],
  [
    'two lines in different words',
    [
      { step: 'add-lines', index: 0, ...invalid },
      { step: 'add-lines', index: 1, code: 'XIT01', message: 'Item is unknown' },
    ],
    'add-lines, line 1: Quantity is invalid (XQT01); add-lines, line 2: Item is unknown (XIT01)',
  ],
])('M3’s words are told with their place: %s', (_name, refusals, message) => {
  expect(reasonOf(refusals).message).toBe(`M3 refused: ${message}`);
});

test('without refusals, what the gateway said is told', () => {
  expect(reasonOf([], 'a step cannot be run').message).toBe('M3 refused: a step cannot be run');
  expect(reasonOf([]).message).toBe('M3 refused: no reason was given');
});

test('one message that is endless shows its beginning', () => {
  const { message } = reasonOf([{ step: 'add-head', code: 'X', message: 'x'.repeat(1_000_000) }]);
  expect(message).toMatch(/^M3 refused: add-head: x{300}… \(and 999700 more characters\) \(X\)$/);
});
