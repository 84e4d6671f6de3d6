import { refuseOrUndo, resolveUnknownOutcome } from '../step/resolve-unknown-outcome.js';
import { hasEnded, type CommandProgress, type Due } from './command-progress.js';
import type { StepPolicy } from '../protocol.js';

/** The one thing to do next for a command. */
export type Move =
  | { readonly do: 'call' | 'probe' | 'undo'; readonly step: string }
  /** Nothing now: an answer, a person or the settle time is waited for, or the command has ended. */
  | { readonly do: 'nothing'; readonly due: Due };

export interface Moved {
  readonly progress: CommandProgress;
  readonly move: Move;
}

const nothing = (progress: CommandProgress, due: Due = 'never'): Moved => ({ progress, move: { do: 'nothing', due } });

/** What a due command does next: it passes all steps that need no request, up to the first that does. Pure. */
export function nextMove(policies: readonly StepPolicy[], progress: CommandProgress): Moved {
  if (hasEnded(progress.state) || progress.state === 'needs-operator') return nothing(progress);
  if (progress.undo !== null)
    return progress.undo.state === 'ready' || progress.undo.state === 'unknown'
      ? { progress, move: { do: 'undo', step: progress.undo.step } }
      : nothing(progress);
  for (const policy of policies) {
    const step = progress.steps.find((one) => one.id === policy.id);
    switch (step?.state) {
      case 'blocked':
      case 'ready':
        return { progress: { ...progress, state: 'running' }, move: { do: 'call', step: policy.id } };
      case 'unknown': {
        if (policy.hasProbe) return { progress, move: { do: 'probe', step: policy.id } };
        const resolved = resolveUnknownOutcome(policies, progress, policy.id);
        return resolved.due === 'now'
          ? nextMove(policies, resolved.progress)
          : nothing(resolved.progress, resolved.due);
      }
      case 'nok':
        if (policy.optional) continue;
        return nextMove(policies, refuseOrUndo(policies, progress, policy.id));
      case 'intended':
      case 'probing':
      case 'needs-operator':
        return nothing(progress);
      default:
        continue;
    }
  }
  return nothing({ ...progress, state: 'done' });
}
