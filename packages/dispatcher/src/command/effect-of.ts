import type { Effect, StepResult } from '@sluice/shared/messages/outcome';
import type { StepPolicy } from '../protocol.js';
import type { CommandProgress, Item, StepProgress } from './command-progress.js';

type CallState = NonNullable<StepResult['calls']>[number];

/**
 * What a command has done to the other system by now. Without its policies (a command that this release cannot read)
 * every step counts as a write. Pure.
 */
export function effectOf(policies: readonly StepPolicy[], progress: CommandProgress): Effect {
  if (progress.undone) return 'none';
  const writes = progress.steps.filter((step) => policyOf(policies, step)?.kind !== 'read');
  const calls = writes.flatMap((step) => callsOf(policies, step));
  if (progress.undo !== null && progress.undo.state !== 'ready') return 'unknown';
  if (calls.includes('unknown')) return 'unknown';
  if (!calls.includes('ok')) return 'none';
  const isWhole =
    calls.every((call) => call === 'ok') && (progress.state === 'done' || writes.every(({ state }) => state === 'ok'));
  return isWhole ? 'all' : 'part';
}

/** What became of each call of a step, as far as its calls are known. */
export const callsOf = (policies: readonly StepPolicy[], step: StepProgress): CallState[] => {
  const policy = policyOf(policies, step);
  return step.items.map((item) => callStateOf(policy, step, item));
};

function callStateOf(policy: StepPolicy | undefined, step: StepProgress, { state }: Item): CallState {
  const isWrite = policy?.kind !== 'read';
  switch (state) {
    case 'ready':
      return 'not-run';
    case 'intended':
      return isWrite ? 'unknown' : 'not-run';
    case 'nok':
      return isWrite && mayHaveBeenDone(policy, step) ? 'unknown' : 'nok';
    default:
      return state;
  }
}

/** A refusal after a lost answer may only mean that the first call had done it, unless a probe has looked since. */
const mayHaveBeenDone = (policy: StepPolicy | undefined, step: StepProgress): boolean =>
  step.refusalInDoubt || (step.outcomeUnknown && (policy?.hasProbe !== true || policy.optional));

const policyOf = (policies: readonly StepPolicy[], { id }: StepProgress): StepPolicy | undefined =>
  policies.find((policy) => policy.id === id);
