import { describe, expect, it } from 'vitest';
import { Outcome } from '@sluice/shared/messages/outcome';
import { freshProgress, freshStep, type CommandProgress, type CommandState } from './command-progress.js';
import type { StepPolicy } from '../protocol.js';
import { outcomeOf } from './outcome-of.js';

const head = {
  commandId: '0197b2a0-0000-7000-8000-000000000001',
  document: { type: 'purchase-order' as const, id: '2400' },
  destination: 'm3/100',
};
const at = '2026-03-09T12:00:00.000Z';
const protocol = {
  parse: (stored: unknown) => stored as never,
  policyOf: (step: { id: string }) => ({ id: step.id, kind: 'write' }) as StepPolicy,
};
const published = (progress: CommandProgress) =>
  outcomeOf(protocol, { head, body: { steps: progress.steps } }, progress, at);

describe('an outcome', () => {
  it.each<[CommandState, string]>([
    ['queued', 'pending'],
    ['running', 'pending'],
    ['undoing', 'pending'],
    ['needs-operator', 'needs-operator'],
    ['done', 'ok'],
    ['refused', 'refused'],
    ['found', 'found'],
    ['expired', 'expired'],
    ['withdrawn', 'withdrawn'],
  ])('of a command that is %s is %s', (state, result) => {
    const outcome = published({ ...freshProgress(['one']), state });
    expect(Outcome.parse(outcome)).toMatchObject({ ...head, result, at });
  });

  it('that asks a person names the step that is to be settled, also where the outcome of its undo is unknown', () => {
    const asked: CommandProgress = { ...freshProgress(['start', 'finish']), state: 'needs-operator' };
    const outcomeUnknown = asked.steps.map((step) =>
      step.id === 'finish' ? { ...step, state: 'needs-operator' as const } : step,
    );
    expect(published({ ...asked, steps: outcomeUnknown })).toMatchObject({ stepToSettle: 'finish' });
    const undo: CommandProgress['undo'] = {
      step: 'start',
      state: 'needs-operator',
      then: { do: 'refuse' },
      outcomeUnknown: true,
      attempts: 1,
      requestId: null,
    };
    expect(published({ ...asked, undo })).toMatchObject({ stepToSettle: 'start' });
    expect(published({ ...asked, state: 'running', steps: outcomeUnknown })).not.toHaveProperty('stepToSettle');
  });

  it('carries what each call returned and every refusal with its place', () => {
    const outcome = published({
      ...freshProgress([]),
      state: 'refused',
      steps: [
        { ...freshStep('start'), state: 'ok', items: [{ state: 'ok', records: [{ MSGN: '1' }] }], endedAt: at },
        {
          ...freshStep('lines'),
          state: 'nok',
          items: [
            { state: 'ok', records: [] },
            { state: 'nok', records: [], refusal: { transaction: 'AddLine', code: 'WIT0103', message: 'no item' } },
          ],
        },
        freshStep('finish'),
      ],
    });
    expect(outcome.steps).toEqual([
      { id: 'start', state: 'ok', calls: ['ok'], records: [[{ MSGN: '1' }]], at },
      { id: 'lines', state: 'nok', calls: ['ok', 'nok'], records: [[], []] },
      { id: 'finish', state: 'not-run', records: [] },
    ]);
    expect(outcome.refusals).toEqual([
      { step: 'lines', index: 1, transaction: 'AddLine', code: 'WIT0103', message: 'no item' },
    ]);
  });
});
