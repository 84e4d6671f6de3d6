import { callIntended, notResolvable, probeImpossible, probeIntended, withItems } from '../step/advance-step.js';
import { undoImpossible, undoIntended } from '../step/advance-undo.js';
import { whyNotUnsealed, type Unseal } from '../request/sealed-values.js';
import { returnedBy, stepOf, type CommandProgress, type Due } from './command-progress.js';
import { nextMove, type Move } from './next-move.js';
import type { GatewayCommand, Protocol, StepOf, StepPolicy, Unresolvable } from '../protocol.js';

export type ReadyCalls<Call> = Extract<Ready<Call>, { readonly calls: readonly Call[] }>;

/** How far a command goes without a request, or the calls of its next one. */
export type Ready<Call> =
  | { readonly progress: CommandProgress; readonly due: Due; readonly calls?: undefined; readonly move?: undefined }
  | {
      readonly progress: CommandProgress;
      readonly move: Exclude<Move, { do: 'nothing' }>;
      readonly calls: readonly Call[];
      readonly positions: readonly number[];
      /** How many calls the step, probe or undo has in all. */
      readonly count: number;
      /** Whether the step may share a request with another one of its document. */
      readonly independent: boolean;
    };

/** Pure: goes on with a command until a request is to be sent or nothing is left to do now. */
export function getReady<Command extends GatewayCommand, Call>(
  protocol: Protocol<Command, Call>,
  command: Command,
  policies: readonly StepPolicy[],
  from: CommandProgress,
  limits: { readonly now: string; readonly callsMax: number; readonly unseal: Unseal },
): Ready<Call> {
  const { now, callsMax, unseal } = limits;
  const { progress, move } = nextMove(policies, from);
  if (move.do === 'nothing') return { progress, due: move.due };
  const again = (changed: CommandProgress): Ready<Call> => getReady(protocol, command, policies, changed, limits);
  const step = command.steps.find((one) => one.id === move.step) as StepOf<Command>;
  const planned = callsFor(protocol, command, step, move, progress);
  const calls = 'unresolvable' in planned ? planned : (whyNotUnsealed(planned, unseal, command.document) ?? planned);
  if ('unresolvable' in calls) {
    if (move.do === 'call') return again(notResolvable(progress, move.step, calls, now));
    if (move.do === 'undo') return again(undoImpossible(progress, calls.unresolvable).progress);
    return again(probeImpossible(progress, move.step, calls.unresolvable).progress);
  }
  const begun = move.do === 'call' ? withItems(progress, move.step, calls.length, now) : progress;
  if (move.do === 'call' && calls.length === 0) return again(begun);
  const { items, probe } = stepOf(begun, move.step);
  const isOpen = (index: number): boolean =>
    move.do === 'call'
      ? items[index]?.state === 'ready'
      : move.do === 'undo' || (probe?.results[index] ?? null) === null;
  const open = calls.map((call, index) => ({ call, index })).filter(({ index }) => isOpen(index));
  const group = protocol.groupOf((open[0] as { call: Call }).call);
  const together = open.filter(({ call }) => protocol.groupOf(call) === group).slice(0, callsMax);
  return {
    progress: begun,
    move,
    calls: together.map(({ call }) => call),
    positions: together.map(({ index }) => index),
    count: calls.length,
    independent: policies.find((policy) => policy.id === move.step)?.independent ?? false,
  };
}

function callsFor<Command extends GatewayCommand, Call>(
  protocol: Protocol<Command, Call>,
  command: Command,
  step: StepOf<Command>,
  move: Move,
  progress: CommandProgress,
): readonly Call[] | Unresolvable {
  const returned = returnedBy(progress);
  if (move.do === 'probe') return protocol.probeCallsOf(command, step, returned);
  if (move.do === 'undo') return protocol.undoCallsOf(command, step, returned);
  return protocol.callsOf(command, step, returned);
}

/** How far the command is once the intent of that request is committed. */
export function intended<Call>(ready: ReadyCalls<Call>, requestId: string): CommandProgress {
  const { progress, move, positions, count } = ready;
  if (move.do === 'call') return callIntended(progress, move.step, positions, requestId);
  return move.do === 'probe' ? probeIntended(progress, move.step, requestId, count) : undoIntended(progress, requestId);
}
