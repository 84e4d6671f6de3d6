import { withStep, stepOf, type Advanced, type CommandProgress } from '../command/command-progress.js';
import type { StepPolicy } from '../protocol.js';

/** After so many runs, each taken back and begun again, a person must look. */
const runsMax = 5;

/** What becomes of a write whose answer was lost and which the probe, if there is one, has not seen. */
export function resolveUnknownOutcome(
  policies: readonly StepPolicy[],
  progress: CommandProgress,
  id: string,
): Advanced {
  const policy = policies.find((one) => one.id === id) as StepPolicy;
  const step = stepOf(progress, id);
  if (step.refusalInDoubt)
    return { progress: withStep(progress, id, { state: 'nok', refusalInDoubt: false }), due: 'now' };
  const outcomeUnknown = policy.whenOutcomeUnknown;
  if (outcomeUnknown.do === 'undo-and-restart') {
    if (progress.run >= runsMax)
      return requireOperator(
        progress,
        id,
        `No clear answer to ${id} in ${runsMax} runs, each taken back and begun again.`,
      );
    return {
      progress: {
        ...progress,
        state: 'undoing',
        undo: {
          step: id,
          state: 'ready',
          then: { do: 'restart', from: outcomeUnknown.from },
          outcomeUnknown: false,
          attempts: 0,
          requestId: null,
        },
      },
      due: 'now',
    };
  }
  // Probed twice, a settle time apart: what is on its way shows up in the meantime.
  if (policy.hasProbe && step.notSeen < 2)
    return { progress: withStep(progress, id, { state: 'unknown' }), due: 'settle' };
  if (outcomeUnknown.do === 'repeat') return { progress: sendAgain(progress, id), due: 'now' };
  return requireOperator(
    progress,
    id,
    `The answer to ${id} was lost, and whether it took effect could not be found out by reading.`,
  );
}

/** The calls of the step without a result are sent again; those that were answered are not. */
export function sendAgain(progress: CommandProgress, id: string): CommandProgress {
  const items = stepOf(progress, id).items.map((item) =>
    item.state === 'unknown' || item.state === 'intended' ? { ...item, state: 'ready' as const } : item,
  );
  return withStep(progress, id, { state: 'ready', items, notSeen: 0, requestId: null });
}

export const requireOperator = (progress: CommandProgress, id: string, message: string): Advanced => ({
  progress: { ...withStep(progress, id, { state: 'needs-operator' }), state: 'needs-operator', message },
  due: 'never',
});

/**
 * A step was refused for good. Up to the commit step nothing counts yet, so what was prepared is undone, by the `undo` of
 * that step or of the nearest one before it. After the commit step nothing is undone.
 */
export function refuseOrUndo(policies: readonly StepPolicy[], progress: CommandProgress, id: string): CommandProgress {
  const position = policies.findIndex((policy) => policy.id === id);
  const upToHere = policies.slice(0, position + 1);
  const committed = upToHere.some((policy) => policy.commit && stepOf(progress, policy.id).state === 'ok');
  const undoing = upToHere.toReversed().find((policy) => policy.hasUndo);
  if (committed || undoing === undefined) return { ...progress, state: 'refused' };
  return {
    ...progress,
    state: 'undoing',
    undo: {
      step: undoing.id,
      state: 'ready',
      then: { do: 'refuse' },
      outcomeUnknown: false,
      attempts: 0,
      requestId: null,
    },
  };
}
