import type { Transaction } from '@sluice/runtime/postgres/database';
import { withItems, callIntended, notResolvable, probeImpossible, probeIntended } from './advance-step.js';
import { undoImpossible, undoIntended } from './advance-undo.js';
import { returnedBy, stepOf, type CommandProgress, type Due } from './command-progress.js';
import { commitIntent } from './commit-intent.js';
import type { DispatcherContext } from './dispatcher-context.js';
import type { Flight } from './flight.js';
import { loadCommand } from './load-command.js';
import { nextMove, type Move } from './next-move.js';
import type { GatewayCommand, StepPolicy, StepOf, Unresolvable } from './protocol.js';
import { saveCommand } from './save-command.js';
import type { Lease } from './take-lease.js';

/** `idle`: nothing is due, or the account waits. `moved`: a command went on without a request. */
export type Claimed<Call> = 'idle' | 'moved' | Flight<Call>;

/**
 * Takes the most urgent due command, does what needs no request, and commits the intent of its next request. The lease
 * row is held so long, so that a successor sees every intent that its predecessor could still commit.
 */
export async function claimCommand<Command extends GatewayCommand, Call>(
  context: DispatcherContext<Command, Call>,
  lease: Lease,
): Promise<Claimed<Call>> {
  const intendedAt = performance.now();
  let claimed: string | undefined;
  try {
    return await context.database.transaction((tx) =>
      claimIn(tx, context, { lease, intendedAt }, (id) => (claimed = id)),
    );
  } catch (thrown) {
    if (claimed === undefined) throw thrown;
    await postpone(context, claimed, thrown);
    return 'moved';
  }
}

async function claimIn<Command extends GatewayCommand, Call>(
  tx: Transaction,
  context: DispatcherContext<Command, Call>,
  { lease, intendedAt }: { lease: Lease; intendedAt: number },
  note: (commandId: string) => void,
): Promise<Claimed<Call>> {
  if (!(await holdsLease(tx, lease))) return 'idle';
  const commandId = await lockDue(tx);
  if (commandId === undefined) return 'idle';
  note(commandId);
  const stored = await loadCommand(tx, commandId);
  if (stored === undefined) return 'idle';
  const command = context.protocol.parse(stored.body);
  const policies = command.steps.map((step) => context.protocol.policyOf(step));
  const ready = getReady(context, command, policies, stored.progress, new Date().toISOString());
  if (ready.calls === undefined) {
    await saveCommand(tx, context, stored, ready.progress, ready.due);
    return 'moved';
  }
  const { move, calls, positions } = ready;
  const intent = { purpose: purposeOf[move.do], step: move.step, calls, positions, term: lease.term, intendedAt };
  const flight = await commitIntent(tx, context, { ...stored, progress: ready.progress }, intent);
  await saveCommand(tx, context, stored, intended(ready, flight.requestId), 'never');
  return flight;
}

/** A command that this release cannot handle must not hold up the others; it is tried again at the longest interval. */
async function postpone(context: DispatcherContext, commandId: string, thrown: unknown): Promise<void> {
  context.log.error({ commandId, err: thrown }, 'a command could not be gone on with');
  await context.database.query(
    `UPDATE command SET due_at = clock_timestamp() + $2 * interval '1 millisecond'
     WHERE command_id = $1 AND due_at IS NOT NULL`,
    [commandId, context.settings.retryMostMs],
  );
}

/** Whether anything is due, asked before a token is fetched for it. */
export async function isAnythingDue(context: DispatcherContext): Promise<boolean> {
  const rows = await context.database.query(
    `SELECT 1 FROM lease WHERE name = $1 AND (paused_until IS NULL OR paused_until <= clock_timestamp())
       AND EXISTS (SELECT 1 FROM command WHERE due_at <= clock_timestamp())`,
    [context.protocol.account],
  );
  return rows.length > 0;
}

const purposeOf = { call: 'step', probe: 'probe', undo: 'undo' } as const;

async function holdsLease(tx: Transaction, lease: Lease): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    `SELECT 1 FROM lease WHERE name = $1 AND term = $2 AND expires_at > clock_timestamp()
       AND (paused_until IS NULL OR paused_until <= clock_timestamp()) FOR SHARE`,
    [lease.account, lease.term],
  );
  return rows.length > 0;
}

async function lockDue(tx: Transaction): Promise<string | undefined> {
  const rows: { command_id: string }[] = await tx.query(
    `SELECT command_id FROM command WHERE due_at <= clock_timestamp()
     ORDER BY priority, due_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
  );
  return rows[0]?.command_id;
}

type Ready<Call> =
  | { readonly progress: CommandProgress; readonly due: Due; readonly calls?: undefined }
  | {
      readonly progress: CommandProgress;
      readonly move: Exclude<Move, { do: 'nothing' }>;
      readonly calls: readonly Call[];
      readonly positions: readonly number[];
      /** How many calls the step, probe or undo has in all. */
      readonly count: number;
    };

/** Pure: goes on with a command until a request is to be sent or nothing is left to do now. */
export function getReady<Command extends GatewayCommand, Call>(
  { protocol }: Pick<DispatcherContext<Command, Call>, 'protocol'>,
  command: Command,
  policies: readonly StepPolicy[],
  from: CommandProgress,
  now: string,
): Ready<Call> {
  const { progress, move } = nextMove(policies, from);
  if (move.do === 'nothing') return { progress, due: move.due };
  const again = (changed: CommandProgress): Ready<Call> => getReady({ protocol }, command, policies, changed, now);
  const step = command.steps.find((one) => one.id === move.step) as StepOf<Command>;
  const calls = callsFor(protocol, command, step, move, progress);
  if ('unresolvable' in calls) {
    const why = calls.unresolvable;
    if (move.do === 'call') return again(notResolvable(progress, move.step, why, now));
    if (move.do === 'undo') return again(undoImpossible(policies, progress, why).progress);
    return again(probeImpossible(progress, move.step, why).progress);
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
  const together = open.filter(({ call }) => protocol.groupOf(call) === group).slice(0, protocol.callsPerRequest);
  return {
    progress: begun,
    move,
    calls: together.map(({ call }) => call),
    positions: together.map(({ index }) => index),
    count: calls.length,
  };
}

function callsFor<Command extends GatewayCommand, Call>(
  protocol: DispatcherContext<Command, Call>['protocol'],
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

function intended<Call>(ready: Extract<Ready<Call>, { move: unknown }>, requestId: string): CommandProgress {
  const { progress, move, positions, count } = ready;
  if (move.do === 'call') return callIntended(progress, move.step, positions, requestId);
  return move.do === 'probe' ? probeIntended(progress, move.step, requestId, count) : undoIntended(progress, requestId);
}
