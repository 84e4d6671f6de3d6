import { describe, expect, it } from 'vitest';
import type { StepPolicy } from '../protocol.js';
import { freshProgress, freshStep, type CommandProgress, type Item, type StepProgress } from './command-progress.js';
import { callsOf, effectOf } from './effect-of.js';

const policy = (id: string, change: Partial<StepPolicy> = {}): StepPolicy => ({
  id,
  kind: 'write',
  commit: false,
  optional: false,
  hasUndo: false,
  hasProbe: false,
  whenOutcomeUnknown: { do: 'repeat' },
  ...change,
});
const policies = [policy('find', { kind: 'read' }), policy('head'), policy('lines')];

const itemsOf = (...states: Item['state'][]): Item[] => states.map((state) => ({ state, records: [] }));
const stepOf = (id: string, state: StepProgress['state'], ...items: Item['state'][]): StepProgress => ({
  ...freshStep(id),
  state,
  items: itemsOf(...items),
});
const after = (
  state: CommandProgress['state'],
  steps: readonly StepProgress[],
  change: Partial<CommandProgress> = {},
) => ({
  ...freshProgress([]),
  state,
  steps,
  ...change,
});
const found = stepOf('find', 'ok', 'ok');

describe('what a command has done by now', () => {
  it.each<[string, CommandProgress, string]>([
    ['nothing has left', freshProgress(['find', 'head', 'lines']), 'none'],
    ['withdrawn', after('withdrawn', freshProgress(['find', 'head']).steps), 'none'],
    ['expired', after('expired', []), 'none'],
    ['only reads', after('done', [found]), 'none'],
    ['found: nothing was written', after('found', [found, stepOf('head', 'skipped')]), 'none'],
    [
      'all writes took effect',
      after('done', [found, stepOf('head', 'ok', 'ok'), stepOf('lines', 'ok', 'ok', 'ok')]),
      'all',
    ],
    ['the first write is refused', after('refused', [found, stepOf('head', 'nok', 'nok')]), 'none'],
    [
      'refused after a write, and nothing undoes it',
      after('refused', [found, stepOf('head', 'ok', 'ok'), stepOf('lines', 'nok', 'nok')]),
      'part',
    ],
    ['one of two lines is refused', after('refused', [found, stepOf('lines', 'nok', 'ok', 'nok')]), 'part'],
    [
      'refused before the commit step and undone',
      after('refused', [stepOf('head', 'ok', 'ok'), stepOf('lines', 'nok', 'ok', 'nok')], { undone: true }),
      'none',
    ],
    ['between two writes', after('running', [found, stepOf('head', 'ok', 'ok'), freshStep('lines')]), 'part'],
    ['a write is under way', after('running', [found, stepOf('head', 'intended', 'intended')]), 'unknown'],
    ['a read is under way', after('running', [stepOf('find', 'intended', 'intended')]), 'none'],
    ['the answer to a write is lost', after('running', [stepOf('head', 'unknown', 'unknown')]), 'unknown'],
    [
      'a person is asked about a write',
      after('needs-operator', [stepOf('head', 'ok', 'ok'), stepOf('lines', 'needs-operator', 'unknown')]),
      'unknown',
    ],
    ['the undo is under way', after('undoing', [stepOf('head', 'ok', 'ok')], { undo: undo('intended') }), 'unknown'],
    [
      'the undo was refused, and a person is asked',
      after('needs-operator', [stepOf('head', 'ok', 'ok')], { undo: undo('needs-operator') }),
      'unknown',
    ],
    [
      'the undo has not left yet',
      after('undoing', [stepOf('head', 'ok', 'ok'), stepOf('lines', 'nok', 'nok')], { undo: undo('ready') }),
      'part',
    ],
    [
      'a person has seen that an undo was not needed: it is all there',
      after('done', [stepOf('head', 'ok', 'ok'), stepOf('lines', 'skipped')]),
      'all',
    ],
  ])('%s: %s', (_, progress, effect) => {
    expect(effectOf(policies, progress)).toBe(effect);
  });

  it.each<[string, StepProgress[], string]>([
    ['refused beside another that took effect', [stepOf('note', 'nok', 'nok'), stepOf('flag', 'ok', 'ok')], 'part'],
    ['the only write', [stepOf('note', 'nok', 'nok')], 'none'],
  ])('an optional step that is %s', (_, steps, effect) => {
    expect(effectOf([policy('note', { optional: true }), policy('flag')], after('done', steps))).toBe(effect);
  });

  it.each<[string, Partial<StepPolicy>, string]>([
    ['cannot be probed: the first call may have taken effect', {}, 'unknown'],
    ['was probed in vain since: it had not', { hasProbe: true }, 'none'],
    ['is optional, and so not probed again', { hasProbe: true, optional: true }, 'unknown'],
  ])('a write that is refused after a lost answer and %s', (_, change, effect) => {
    const step = { ...stepOf('head', 'nok', 'nok'), outcomeUnknown: true };
    expect(effectOf([policy('head', change)], after('refused', [step]))).toBe(effect);
  });

  it('without its policies every step counts as a write', () => {
    expect(effectOf([], after('done', [stepOf('head', 'ok', 'ok')]))).toBe('all');
  });
});

it('each call of a step says what became of it', () => {
  expect(callsOf(policies, stepOf('lines', 'nok', 'ok', 'nok', 'unknown', 'ready', 'intended'))).toEqual([
    'ok',
    'nok',
    'unknown',
    'not-run',
    'unknown',
  ]);
  expect(callsOf(policies, stepOf('find', 'intended', 'intended'))).toEqual(['not-run']);
  expect(callsOf(policies, { ...stepOf('lines', 'unknown', 'nok'), refusalInDoubt: true })).toEqual(['unknown']);
});

function undo(state: NonNullable<CommandProgress['undo']>['state']): CommandProgress['undo'] {
  return { step: 'head', state, then: { do: 'refuse' }, outcomeUnknown: false, attempts: 1, requestId: null };
}
