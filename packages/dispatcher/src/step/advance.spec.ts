import { describe, expect, it } from 'vitest';
import {
  callAnswered,
  callIntended,
  callNotSent,
  callUnanswered,
  probeAnswered,
  probeIntended,
  probeJudged,
  probeUnanswered,
  withItems,
} from './advance-step.js';
import { undoAnswered, undoImpossible, undoIntended, undoUnanswered } from './advance-undo.js';
import { freshProgress, stepOf, type CommandProgress, type StepProgress } from '../command/command-progress.js';
import { nextMove } from '../command/next-move.js';
import type { Judgement, StepPolicy } from '../protocol.js';
import type { CallResult } from '@sluice/shared/http/classified';
import { settleStep } from '../command/settle-command.js';

const now = '2026-03-09T12:00:00.000Z';
const policy = (id: string, change: Partial<StepPolicy> = {}): StepPolicy => ({
  id,
  kind: 'write',
  commit: false,
  optional: false,
  hasUndo: false,
  hasProbe: false,
  whenOutcomeUnknown: { do: 'require-operator' },
  ...change,
});

/** Like an order in M3. */
const order = [
  policy('find', { kind: 'read', stopIfFound: { match: { YRE1: '2400' } } }),
  policy('start', { whenOutcomeUnknown: { do: 'repeat' } }),
  policy('lines', { hasUndo: true, whenOutcomeUnknown: { do: 'undo-and-restart', from: 'start' } }),
  policy('finish', { commit: true, hasProbe: true, whenOutcomeUnknown: { do: 'repeat' } }),
];
const ok = (...records: Record<string, string>[]): CallResult => ({ state: 'ok', records });
const nok = (message: string): CallResult => ({ state: 'nok', refusal: { code: 'NO', message } });
const missing: CallResult = { state: 'missing' };

/** The progress in which every step before `id` is ok and `id` has `count` calls under way. */
function underWay(
  policies: readonly StepPolicy[],
  id: string,
  count = 1,
  change: Partial<StepProgress> = {},
): CommandProgress {
  const before = policies.findIndex((one) => one.id === id);
  const fresh = freshProgress(policies.map((one) => one.id));
  const begun: CommandProgress = {
    ...fresh,
    state: 'running',
    steps: fresh.steps.map((step, index) => (index < before ? { ...step, state: 'ok', endedAt: now } : step)),
  };
  const intended = callIntended(withItems(begun, id, count, now), id, [...Array(count).keys()], 'request-1');
  return { ...intended, steps: intended.steps.map((step) => (step.id === id ? { ...step, ...change } : step)) };
}

const answered = (policies: readonly StepPolicy[], id: string, results: CallResult[], change?: Partial<StepProgress>) =>
  callAnswered(policies, underWay(policies, id, results.length, change), {
    id,
    positions: results.map((_, index) => index),
    results,
    now,
  });

describe('given a step whose request is answered', () => {
  it('all ok: the next step is called', () => {
    const { progress, due } = answered(order, 'start', [ok({ MSGN: '1' })]);
    expect(due).toBe('now');
    expect(nextMove(order, progress).move).toEqual({ do: 'call', step: 'lines' });
  });

  it('the last one ok: the command is done', () => {
    const { progress } = answered(order, 'finish', [ok()]);
    expect(nextMove(order, progress).progress.state).toBe('done');
  });

  it.each([
    [ok({ YRE1: ' 2400 ' }), 'found'],
    [ok({ YRE1: '2401' }), 'running'],
    [ok(), 'running'],
  ])('a search that returns %j: the command is %s', (result, state) => {
    expect(answered(order, 'find', [result]).progress.state).toBe(state);
  });

  it.each([
    ['a refusal after an undoable step', order, 'lines', 'undo', 'undoing'],
    ['a refusal of the commit', order, 'finish', 'undo', 'undoing'],
    ['a refusal before anything undoable', order, 'start', 'nothing', 'refused'],
    ['a refusal of a read', order, 'find', 'nothing', 'refused'],
  ])('%s: then %s', (_, policies, id, move, state) => {
    const moved = nextMove(policies, answered(policies, id, [nok('no')]).progress);
    expect(moved.move.do).toBe(move);
    expect(moved.progress.state).toBe(state);
  });

  it('a refusal after the commit: nothing is undone', () => {
    const policies = [...order, policy('text', { hasUndo: true })];
    expect(nextMove(policies, answered(policies, 'text', [nok('no')]).progress).progress.state).toBe('refused');
  });

  it('some calls not processed: they are called again, at once only if others were', () => {
    const some = answered(order, 'lines', [ok(), { state: 'not-processed' }]);
    expect(some.due).toBe('now');
    expect(stepOf(some.progress, 'lines').items.map((item) => item.state)).toEqual(['ok', 'ready']);
    expect(answered(order, 'lines', [{ state: 'not-processed' }]).due).toBe('retry');
  });

  it('a refusal beside calls not processed: those are called first, so that every refusal is published together', () => {
    const { progress } = answered(order, 'lines', [nok('no'), { state: 'not-processed' }]);
    expect(nextMove(order, progress).move).toEqual({ do: 'call', step: 'lines' });
  });

  it('without a result for one call of a write: the step is unknown, what was answered stays', () => {
    const { progress, due } = answered(order, 'lines', [ok(), missing]);
    expect(due).toBe('settle');
    expect(stepOf(progress, 'lines')).toMatchObject({ state: 'unknown', outcomeUnknown: true });
    expect(stepOf(progress, 'lines').items.map((item) => item.state)).toEqual(['ok', 'unknown']);
  });

  it('with fewer results than calls: the rest is missing', () => {
    const { progress } = callAnswered(order, underWay(order, 'lines', 2), {
      id: 'lines',
      positions: [0, 1],
      results: [ok()],
      now,
    });
    expect(stepOf(progress, 'lines').state).toBe('unknown');
  });

  it('a refusal of an optional step: the script goes on', () => {
    const policies = [policy('note', { optional: true }), policy('flag')];
    expect(nextMove(policies, answered(policies, 'note', [nok('no')]).progress).move).toEqual({
      do: 'call',
      step: 'flag',
    });
  });
});

describe('given a step without calls', () => {
  it('it is ok and the next one is called', () => {
    const progress = withItems(freshProgress(['find', 'start', 'lines', 'finish']), 'find', 0, now);
    expect(nextMove(order, progress).move).toEqual({ do: 'call', step: 'start' });
  });
});

describe('given a request that was not answered', () => {
  it('a read: it is called again after a while', () => {
    const { progress, due } = callUnanswered(order, underWay(order, 'find'), 'find');
    expect([due, stepOf(progress, 'find').state]).toEqual(['retry', 'ready']);
  });

  it.each([
    ['start', { do: 'call', step: 'start' }],
    ['lines', { do: 'undo', step: 'lines' }],
    ['finish', { do: 'probe', step: 'finish' }],
  ])('the write %s: after the settle time %j', (id, move) => {
    const { progress, due } = callUnanswered(order, underWay(order, id), id);
    expect(due).toBe('settle');
    expect(nextMove(order, progress).move).toEqual(move);
  });

  it('a write about which the script says nothing: a person is asked', () => {
    const policies = [policy('pay')];
    const moved = nextMove(policies, callUnanswered(policies, underWay(policies, 'pay'), 'pay').progress);
    expect(moved.progress).toMatchObject({ state: 'needs-operator', message: expect.stringContaining('pay') });
  });

  it('after the fifth beginning: a person is asked instead of a sixth', () => {
    const lost = callUnanswered(order, { ...underWay(order, 'lines'), run: 5 }, 'lines');
    expect(nextMove(order, lost.progress).progress.state).toBe('needs-operator');
  });
});

describe('given a request that never left', () => {
  it('it is as if it had not been tried', () => {
    const progress = callNotSent(underWay(order, 'finish'), 'finish');
    expect(stepOf(progress, 'finish')).toMatchObject({
      state: 'ready',
      attempts: 0,
      outcomeUnknown: false,
      requestId: null,
    });
  });
});

describe('given a probe', () => {
  const lost = callUnanswered(order, underWay(order, 'finish'), 'finish').progress;
  const judged = (progress: CommandProgress, verdict: Judgement['verdict'], records: Judgement['records'] = []) =>
    probeJudged(order, progress, { id: 'finish', judgement: { verdict, records }, now });

  it('done: the step is ok with what was seen', () => {
    const { progress } = judged(lost, 'done', [[{ PUNO: '45' }]]);
    expect(stepOf(progress, 'finish')).toMatchObject({
      state: 'ok',
      items: [{ state: 'ok', records: [{ PUNO: '45' }] }],
    });
    expect(nextMove(order, progress).progress.state).toBe('done');
  });

  it('proven not done: called again at once', () => {
    const { progress, due } = judged(lost, 'not-done-proven');
    expect([due, nextMove(order, progress).move]).toEqual(['now', { do: 'call', step: 'finish' }]);
  });

  it('not seen: probed once more after the settle time, and only then called again', () => {
    const first = judged(lost, 'not-seen');
    expect([first.due, nextMove(order, first.progress).move]).toEqual(['settle', { do: 'probe', step: 'finish' }]);
    const second = judged(first.progress, 'not-seen');
    expect([second.due, nextMove(order, second.progress).move]).toEqual(['now', { do: 'call', step: 'finish' }]);
  });

  it('a repeated call that is refused is probed before the refusal counts', () => {
    const refused = answered(order, 'finish', [nok('no')], { outcomeUnknown: true });
    expect([refused.due, nextMove(order, refused.progress).move]).toEqual(['settle', { do: 'probe', step: 'finish' }]);
    expect(judged(refused.progress, 'done').progress.steps[3]?.state).toBe('ok');
    expect(nextMove(order, judged(refused.progress, 'not-seen').progress).move).toEqual({ do: 'undo', step: 'lines' });
    expect(nextMove(order, judged(refused.progress, 'not-done-proven').progress).move).toEqual({
      do: 'undo',
      step: 'lines',
    });
  });

  it('of several calls is judged when all are answered, and begins again when one is not', () => {
    const asked = probeIntended(lost, 'finish', 'probe-1', 2);
    const half = probeAnswered(asked, { id: 'finish', positions: [0], results: [ok()] });
    expect(half.complete).toBeUndefined();
    const whole = probeAnswered(probeIntended(half.progress, 'finish', 'probe-2', 2), {
      id: 'finish',
      positions: [1],
      results: [nok('none')],
    });
    expect(whole.complete).toEqual([ok(), nok('none')]);
    expect(probeAnswered(asked, { id: 'finish', positions: [0, 1], results: [ok(), missing] }).due).toBe('retry');
    expect(probeUnanswered(half.progress, 'finish').progress.steps[3]).toMatchObject({
      state: 'unknown',
      probe: { results: [], lost: 1 },
    });
  });
});

describe('given an undo', () => {
  const refused = nextMove(order, answered(order, 'lines', [nok('no')]).progress).progress;
  const restarting = nextMove(order, callUnanswered(order, underWay(order, 'lines'), 'lines').progress).progress;

  it('after a refusal: OK ends the command as refused', () => {
    expect(undoAnswered(order, undoIntended(refused, 'r'), [ok()], now).progress.state).toBe('refused');
  });

  it('after a lost answer: OK begins anew from the step that the script names', () => {
    const { progress } = undoAnswered(order, undoIntended(restarting, 'r'), [ok()], now);
    expect(progress).toMatchObject({ state: 'running', run: 2, undo: null });
    expect(progress.steps.map((step) => step.state)).toEqual(['ok', 'blocked', 'blocked', 'blocked']);
  });

  it.each([refused, restarting])('that is refused: a person is asked', (progress) => {
    expect(undoAnswered(order, undoIntended(progress, 'r'), [nok('locked')], now).progress).toMatchObject({
      state: 'needs-operator',
      message: expect.stringContaining('locked'),
    });
  });

  it('whose answer was lost is tried again; a refusal of the second is as good as OK while the commit never left', () => {
    const lost = undoUnanswered(undoIntended(restarting, 'r'));
    expect([lost.due, nextMove(order, lost.progress).move]).toEqual(['settle', { do: 'undo', step: 'lines' }]);
    expect(undoAnswered(order, lost.progress, [nok('no entry')], now).progress.run).toBe(2);
  });

  it('whose answer was lost needs a person when the commit may have left', () => {
    const afterCommit = nextMove(order, answered(order, 'finish', [nok('no')]).progress).progress;
    const lost = undoUnanswered(undoIntended(afterCommit, 'r')).progress;
    expect(undoAnswered(order, lost, [nok('no entry')], now).progress.state).toBe('needs-operator');
  });

  describe('of a commit whose answer was lost and whose repeated call was refused', () => {
    const proving = order.map((one): StepPolicy =>
      one.id === 'finish' ? { ...one, whenOutcomeUnknown: { do: 'repeat', refusedAndNotUndone: 'done' } } : one,
    );
    it('OK proves that nothing was finished: refused, with the words of the other system', () => {
      const { progress } = undoAnswered(proving, refusedAgain(proving), [ok()], now);
      expect(progress.state).toBe('refused');
      expect(stepOf(progress, 'finish').items[0]?.refusal?.message).toBe('not in status 10');
    });

    it('refused as well: the first call had been accepted, the step is done', () => {
      const { progress } = undoAnswered(proving, refusedAgain(proving), [nok('not in status 10')], now);
      expect(stepOf(progress, 'finish')).toMatchObject({ state: 'ok', items: [{ state: 'ok' }] });
      expect(nextMove(proving, progress).progress.state).toBe('done');
    });

    it('needs a person where the script does not say so, or the answer to the undo was lost before', () => {
      const refusal = [nok('not in status 10')];
      expect(undoAnswered(order, refusedAgain(order), refusal, now).progress.state).toBe('needs-operator');
      const lost = undoUnanswered(refusedAgain(proving)).progress;
      expect(undoAnswered(proving, lost, refusal, now).progress.state).toBe('needs-operator');
      const first = refusedAgain(proving, { outcomeUnknown: false });
      expect(undoAnswered(proving, first, refusal, now).progress.state).toBe('needs-operator');
    });
  });

  it('that cannot name anything: nothing was prepared, unless an answer is still lost', () => {
    expect(undoImpossible(refused, 'no MSGN').progress.state).toBe('refused');
    expect(undoImpossible(restarting, 'no MSGN').progress.state).toBe('needs-operator');
  });

  it('after which the script wants to begin where it has no step: a person is asked', () => {
    const policies = [
      policy('lines', { hasUndo: true, whenOutcomeUnknown: { do: 'undo-and-restart', from: 'nowhere' } }),
    ];
    const lost = nextMove(policies, callUnanswered(policies, underWay(policies, 'lines'), 'lines').progress).progress;
    expect(undoAnswered(policies, lost, [ok()], now).progress.state).toBe('needs-operator');
  });
});

describe('given that a person was asked', () => {
  const policies = [policy('pay'), policy('note')];
  const asked = nextMove(policies, callUnanswered(policies, underWay(policies, 'pay'), 'pay').progress).progress;

  it('done: the script goes on after the step', () => {
    const settled = settleStep(policies, asked, { step: 'pay', verdict: 'done', now });
    expect(nextMove(policies, settled?.progress as CommandProgress).move).toEqual({ do: 'call', step: 'note' });
  });

  it('not done: the step is called again', () => {
    const settled = settleStep(policies, asked, { step: 'pay', verdict: 'not-done', now });
    expect(nextMove(policies, settled?.progress as CommandProgress).move).toEqual({ do: 'call', step: 'pay' });
  });

  it('an answer about another step, or when no person was asked, has no effect', () => {
    expect(settleStep(policies, asked, { step: 'note', verdict: 'done', now })).toBeUndefined();
    expect(settleStep(policies, underWay(policies, 'pay'), { step: 'pay', verdict: 'done', now })).toBeUndefined();
  });

  it('about an undo: “done” ends the command as done, “not-done” as if it had been undone', () => {
    const undoing = nextMove(order, answered(order, 'lines', [nok('no')]).progress).progress;
    const stuck = undoAnswered(order, undoIntended(undoing, 'r'), [nok('locked')], now).progress;
    const settle = (verdict: 'done' | 'not-done') =>
      settleStep(order, stuck, { step: 'lines', verdict, now })?.progress;
    expect(settle('done')?.state).toBe('done');
    expect(settle('not-done')).toMatchObject({ state: 'refused', message: null });
  });
});

/** The commit was refused after an answer of it was lost, and is being taken back. */
const refusedAgain = (policies: readonly StepPolicy[], change: Partial<StepProgress> = {}): CommandProgress => {
  const twice = underWay(policies, 'finish', 1, {
    state: 'nok',
    outcomeUnknown: true,
    items: [{ state: 'nok', records: [], refusal: { code: 'NO', message: 'not in status 10' } }],
    ...change,
  });
  return undoIntended(nextMove(policies, twice).progress, 'r');
};
