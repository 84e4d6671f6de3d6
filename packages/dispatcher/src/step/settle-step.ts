import { settleUndo } from './advance-undo.js';
import { stepOf, withStep, type Advanced, type CommandProgress } from '../command/command-progress.js';
import type { StepPolicy } from '../protocol.js';
import { sendAgain } from './resolve-unknown-outcome.js';

/**
 * A person answers what the dispatcher could not find out. `done`: the step took effect, the script goes on after it.
 * `not-done`: it did not, so it is sent again. Nothing happens where nobody was asked about that step.
 */
export function settleStep(
  policies: readonly StepPolicy[],
  progress: CommandProgress,
  settled: { step: string; verdict: 'done' | 'not-done'; now: string },
): Advanced | undefined {
  if (progress.state !== 'needs-operator') return undefined;
  const { step: id, verdict, now } = settled;
  if (progress.undo?.state === 'needs-operator')
    return progress.undo.step === id ? settleUndo(policies, progress, verdict, now) : undefined;
  if (!progress.steps.some((step) => step.id === id && step.state === 'needs-operator')) return undefined;
  const running: CommandProgress = { ...progress, state: 'running', message: null };
  if (verdict === 'not-done') return { progress: sendAgain(running, id), due: 'now' };
  const items = stepOf(running, id).items.map((item) => ({ state: 'ok' as const, records: item.records }));
  return { progress: withStep(running, id, { state: 'ok', items, endedAt: now }), due: 'now' };
}
