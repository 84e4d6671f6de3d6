import type { Outcome, Refusal, StepResult } from '@sluice/shared/messages/outcome';
import type { CommandProgress, StepProgress, StepState } from './command-progress.js';
import type { CommandHead } from '../protocol.js';

const resultOf = {
  queued: 'pending',
  running: 'pending',
  undoing: 'pending',
  'needs-operator': 'needs-operator',
  done: 'ok',
  refused: 'refused',
  found: 'found',
  expired: 'expired',
  withdrawn: 'withdrawn',
} as const;

const stepResultOf = (state: StepState): StepResult['state'] =>
  state === 'ok' || state === 'nok' || state === 'skipped' ? state : 'not-run';

/** What the sync is told about a command. `at` is the time of saying it. */
export function outcomeOf(command: CommandHead, progress: CommandProgress, at: string): Outcome {
  const stepToSettle = stepToSettleOf(progress);
  return {
    commandId: command.commandId,
    document: command.document,
    destination: command.destination,
    result: resultOf[progress.state],
    steps: progress.steps.map((step) => ({
      id: step.id,
      state: stepResultOf(step.state),
      records: step.items.map((item) => item.records.map((record) => ({ ...record }))),
      ...(step.endedAt !== null && { at: step.endedAt }),
    })),
    refusals: progress.steps.flatMap(refusalsOf),
    ...(progress.message !== null && { message: progress.message }),
    ...(stepToSettle !== undefined && { stepToSettle }),
    at,
  };
}

/** The step by whose name a person settles the command: whether it, or its undo, took effect. */
function stepToSettleOf({ state, steps, undo }: CommandProgress): string | undefined {
  if (state !== 'needs-operator') return undefined;
  return undo?.state === 'needs-operator' ? undo.step : steps.find((step) => step.state === 'needs-operator')?.id;
}

/** All of them, so that whoever mends the document mends everything at once. */
const refusalsOf = (step: StepProgress): Refusal[] =>
  step.items.flatMap((item, index) => (item.refusal === undefined ? [] : [{ step: step.id, index, ...item.refusal }]));
