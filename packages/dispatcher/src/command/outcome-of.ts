import type { Outcome, Refusal, StepResult } from '@sluice/shared/messages/outcome';
import type { GatewayCommand, Protocol, StepPolicy } from '../protocol.js';
import type { CommandProgress, StepProgress, StepState } from './command-progress.js';
import { callsOf, effectOf } from './effect-of.js';
import { policiesOf, type StoredCommand } from './load-command.js';

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

/** What is published about a command. `at` is the time of publishing. */
export function outcomeOf<Command extends GatewayCommand>(
  protocol: Pick<Protocol<Command, never>, 'parse' | 'policyOf'>,
  { head, body }: Pick<StoredCommand, 'head' | 'body'>,
  progress: CommandProgress,
  at: string,
): Outcome {
  const policies = policiesOf(protocol, body);
  const stepToSettle = stepToSettleOf(progress);
  return {
    commandId: head.commandId,
    document: head.document,
    destination: head.destination,
    result: resultOf[progress.state],
    steps: progress.steps.map((step) => stepResultOf(policies, step)),
    refusals: progress.steps.flatMap(refusalsOf),
    effect: effectOf(policies, progress),
    ...(progress.message !== null && { message: progress.message }),
    ...(stepToSettle !== undefined && { stepToSettle }),
    at,
  };
}

function stepResultOf(policies: readonly StepPolicy[], step: StepProgress): StepResult {
  const calls = callsOf(policies, step);
  return {
    id: step.id,
    state: stateOf(step.state),
    ...(calls.length > 0 && { calls }),
    records: step.items.map((item) => item.records.map((record) => ({ ...record }))),
    ...(step.endedAt !== null && { at: step.endedAt }),
  };
}

const stateOf = (state: StepState): StepResult['state'] =>
  state === 'ok' || state === 'nok' || state === 'skipped' ? state : 'not-run';

/** The step by whose name a person settles the command: whether it, or its undo, took effect. */
export function stepToSettleOf({ state, steps, undo }: CommandProgress): string | undefined {
  if (state !== 'needs-operator') return undefined;
  return undo?.state === 'needs-operator' ? undo.step : steps.find((step) => step.state === 'needs-operator')?.id;
}

/** All of them, so that whoever corrects the document corrects everything at once. */
const refusalsOf = (step: StepProgress): Refusal[] =>
  step.items.flatMap((item, index) => (item.refusal === undefined ? [] : [{ step: step.id, index, ...item.refusal }]));
