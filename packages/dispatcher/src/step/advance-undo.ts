import {
  freshStep,
  stepOf,
  withStep,
  type Advanced,
  type CommandProgress,
  type Undo,
} from '../command/command-progress.js';
import type { StepPolicy } from '../protocol.js';
import type { CallResult } from '@sluice/shared/http/classified';

const undoOf = (progress: CommandProgress): Undo => {
  if (progress.undo === null) throw new RangeError('The command is not undoing anything.');
  return progress.undo;
};

const withUndo = (progress: CommandProgress, change: Partial<Undo>): CommandProgress => ({
  ...progress,
  undo: { ...undoOf(progress), ...change },
});

export const undoIntended = (progress: CommandProgress, requestId: string): CommandProgress =>
  withUndo(progress, { state: 'intended', attempts: undoOf(progress).attempts + 1, requestId });

export const undoNotSent = (progress: CommandProgress): CommandProgress =>
  withUndo(progress, { state: 'ready', attempts: Math.max(0, undoOf(progress).attempts - 1), requestId: null });

/** Whether it was taken back is unknown: after the settle time the undo is sent once more. */
export const undoUnanswered = (progress: CommandProgress): Advanced => ({
  progress: withUndo(progress, { state: 'unknown', outcomeUnknown: true }),
  due: 'settle',
});

export function undoAnswered(
  policies: readonly StepPolicy[],
  progress: CommandProgress,
  results: readonly CallResult[],
  now: string,
): Advanced {
  const undo = undoOf(progress);
  if (results.length === 0 || results.some((result) => result.state === 'missing')) return undoUnanswered(progress);
  if (results.some((result) => result.state === 'not-processed'))
    return { progress: withUndo(progress, { state: 'ready', requestId: null }), due: 'retry' };
  const refusal = results.find((result) => result.state === 'nok');
  if (refusal === undefined) return undone(policies, progress);
  // The answer to a first undo was lost and this one finds nothing to take back. As long as the commit step has never
  // left, nothing can have taken effect, so the first one did it.
  if (undo.outcomeUnknown && !commitLeft(policies, progress)) return undone(policies, progress);
  const accepted = acceptedAtFirst(policies, progress);
  if (accepted !== undefined) return { progress: firstCallCounts(progress, accepted, now), due: 'now' };
  const words = refusal.state === 'nok' ? `${refusal.refusal.code} ${refusal.refusal.message}` : '';
  return requireOperatorForUndo(progress, `What ${undo.step} had prepared could not be taken back: ${words.trim()}`);
}

/**
 * The step whose answer was lost, whose repeated call was refused, and after which even taking back is refused. Where the
 * script says so, only an accepted first call explains all three. An undo whose own answer was lost explains nothing: it
 * may have taken back what the second one then did not find.
 */
function acceptedAtFirst(policies: readonly StepPolicy[], progress: CommandProgress): string | undefined {
  const { then, outcomeUnknown } = undoOf(progress);
  if (then.do !== 'refuse' || outcomeUnknown) return undefined;
  return policies.find(({ id, whenOutcomeUnknown }) => {
    const step = stepOf(progress, id);
    const mayBeDone = whenOutcomeUnknown.do === 'repeat' && whenOutcomeUnknown.refusedAndNotUndone === 'done';
    return mayBeDone && step.state === 'nok' && step.outcomeUnknown;
  })?.id;
}

/** The refusals stay in the history; for the command the step is done, and whoever sent it reads whether it shows up. */
function firstCallCounts(progress: CommandProgress, id: string, now: string): CommandProgress {
  const items = stepOf(progress, id).items.map(() => ({ state: 'ok' as const, records: [] }));
  return { ...withStep(progress, id, { state: 'ok', items, endedAt: now }), state: 'running', undo: null };
}

/** There is nothing to name what should be taken back. */
export const undoImpossible = (progress: CommandProgress, why: string): Advanced =>
  undoOf(progress).then.do === 'refuse' && !anythingUnknown(progress)
    ? { progress: { ...progress, state: 'refused', undo: null }, due: 'now' }
    : requireOperatorForUndo(progress, `What ${undoOf(progress).step} may have prepared cannot be taken back: ${why}`);

/** Nothing is left of the command in the other system. */
export function undone(policies: readonly StepPolicy[], progress: CommandProgress): Advanced {
  const { then } = undoOf(progress);
  if (then.do === 'refuse')
    return { progress: { ...progress, state: 'refused', undo: null, undone: true }, due: 'now' };
  const first = policies.findIndex((policy) => policy.id === then.from);
  if (first === -1)
    return requireOperatorForUndo(progress, `The script says to begin again at ${then.from}, which it does not have.`);
  const again = new Set(policies.slice(first).map((policy) => policy.id));
  return {
    progress: {
      ...progress,
      state: 'running',
      run: progress.run + 1,
      undo: null,
      steps: progress.steps.map((step) => (again.has(step.id) ? freshStep(step.id) : step)),
    },
    due: 'now',
  };
}

const requireOperatorForUndo = (progress: CommandProgress, message: string): Advanced => ({
  progress: { ...withUndo(progress, { state: 'needs-operator' }), state: 'needs-operator', message },
  due: 'never',
});

const commitLeft = (policies: readonly StepPolicy[], progress: CommandProgress): boolean =>
  policies.some((policy) => policy.commit && stepOf(progress, policy.id).attempts > 0);

const anythingUnknown = (progress: CommandProgress): boolean => progress.steps.some((step) => step.state === 'unknown');

/** A person has checked. `done`: the other system holds the document; `not-done`: it holds nothing of it. */
export function settleUndo(
  policies: readonly StepPolicy[],
  progress: CommandProgress,
  verdict: 'done' | 'not-done',
  now: string,
): Advanced {
  if (verdict === 'not-done') return undone(policies, { ...progress, message: null });
  const settled = policies.reduce((sofar, policy) => {
    const step = stepOf(sofar, policy.id);
    if (step.state === 'ok') return sofar;
    const items = step.items.map((item) => ({ state: 'ok' as const, records: item.records }));
    return withStep(sofar, policy.id, { state: policy.commit ? 'ok' : 'skipped', items, endedAt: now });
  }, progress);
  return {
    progress: { ...settled, state: 'done', undo: null, message: 'A person has seen that it was done.' },
    due: 'now',
  };
}
