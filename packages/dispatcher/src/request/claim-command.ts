import type { Transaction } from '@sluice/runtime/postgres/database';
import { intended } from '../command/get-ready.js';
import { loadCommands, type StoredCommand } from '../command/load-command.js';
import { saveCommand } from '../command/save-command.js';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { Lease } from '../lease/take-lease.js';
import type { GatewayCommand } from '../protocol.js';
import { takeSlot } from '../quota/take-slot.js';
import { commitIntent } from './commit-intent.js';
import { formBatch, worthReading, type CandidateHead } from './form-batch.js';
import type { OutgoingRequest, Purpose } from './outgoing-request.js';
import { readyCommand, readyOf, type ReadyCommand } from './ready-command.js';
import { rollbackUnlessClaimed, type NothingToClaim } from './rollback-unless-claimed.js';

/** `idle`: nothing is due, or the account waits. `moved`: a command went on without a request. `waitMs`: the quota is spent. */
export type Claimed<Call> = NothingToClaim | 'moved' | OutgoingRequest<Call>;

/** No more than these are considered for one request; the next request comes at once. Only those that may join are read. */
const candidatesMax = 300;

/**
 * Takes the most urgent due command, and with it all others that are due and can travel in the same request; does what
 * needs no request, and commits the intent. Meanwhile the lease's row is locked, so that a successor sees every intent
 * that its predecessor could still commit. One claim at a time: two at once would take the same slot of the quota.
 */
export async function claimCommand<Command extends GatewayCommand, Call>(
  context: DispatcherContext<Command, Call>,
  lease: Lease,
  callsMax: number,
): Promise<Claimed<Call>> {
  let claimed: string | undefined;
  try {
    return await rollbackUnlessClaimed<'moved' | OutgoingRequest<Call>>((orRollback) =>
      context.database.transaction(async (tx) =>
        orRollback(await claimIn(tx, context, { lease, callsMax }, (id) => (claimed = id))),
      ),
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
  { lease, callsMax: callsWanted }: { lease: Lease; callsMax: number },
  onClaimed: (commandId: string) => void,
): Promise<Claimed<Call>> {
  if (!(await holdsLease(tx, lease))) return 'idle';
  const slot = await takeSlot(tx, context);
  if (slot === undefined) return 'idle';
  if ('waitMs' in slot) return slot;
  const callsMax = Math.min(callsWanted, context.protocol.callsPerRequest);
  const commandId = await lockFirst(tx, slot.priority);
  if (commandId === undefined) return 'idle';
  onClaimed(commandId);
  const first = await advance(tx, context, (await loadCommands(tx, [commandId])).get(commandId), callsMax);
  if (first === undefined) return 'moved';
  const heads = first.calls.length < callsMax ? await otherHeads(tx, commandId, slot.priority) : [];
  const others = await lockDue(tx, worthReading(first, heads, callsMax));
  const known = await loadCommands(tx, others);
  const batch = formBatch(
    first,
    others.flatMap((id) => readyToJoin(context, known.get(id), callsMax) ?? []),
    callsMax,
  );
  const requestId = context.newId();
  for (const { stored, ready } of batch) await saveCommand(tx, context, stored, intended(ready, requestId), 'never');
  const { purpose } = first;
  return commitIntent(tx, context, batch, { requestId, purpose, term: lease.term, priority: slot.priority });
}

/** The command's next request; or it goes on without one, and that is saved. */
async function advance<Command extends GatewayCommand, Call>(
  tx: Transaction,
  context: DispatcherContext<Command, Call>,
  stored: StoredCommand | undefined,
  callsMax: number,
): Promise<ReadyCommand<Call> | undefined> {
  if (stored === undefined) return undefined;
  const ready = readyOf(context, stored, callsMax);
  if (ready.calls !== undefined) return readyCommand(context, stored, ready);
  await saveCommand(tx, context, stored, ready.progress, ready.due);
  return undefined;
}

/** A command that cannot be read, or goes on without a request, gets its own turn; here it is only left out. */
function readyToJoin<Command extends GatewayCommand, Call>(
  context: DispatcherContext<Command, Call>,
  stored: StoredCommand | undefined,
  callsMax: number,
): ReadyCommand<Call> | undefined {
  if (stored === undefined) return undefined;
  try {
    const ready = readyOf(context, stored, callsMax);
    return ready.calls === undefined ? undefined : readyCommand(context, stored, ready);
  } catch {
    return undefined;
  }
}

/** A command that this release cannot handle must not hold up the others; it is tried again at the longest interval. */
async function postpone(context: DispatcherContext, commandId: string, thrown: unknown): Promise<void> {
  context.log.error({ commandId, err: thrown }, 'a command failed and is tried again later');
  await context.database.query(
    `UPDATE command SET due_at = clock_timestamp() + $2 * interval '1 millisecond'
     WHERE command_id = $1 AND due_at IS NOT NULL`,
    [commandId, context.settings.retryMaxMs],
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

/** Whether a request may be intended now; locks the lease's row until the intent is committed. */
export async function holdsLease(tx: Transaction, lease: Lease): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    `SELECT 1 FROM lease WHERE name = $1 AND term = $2 AND expires_at > clock_timestamp()
       AND (paused_until IS NULL OR paused_until <= clock_timestamp()) FOR SHARE`,
    [lease.account, lease.term],
  );
  return rows.length > 0;
}

/** The command whose turn it is. */
async function lockFirst(tx: Transaction, priority: number): Promise<string | undefined> {
  const [row]: { command_id: string }[] = await tx.query(
    `SELECT command_id FROM command WHERE priority = $1 AND due_at <= clock_timestamp()
     ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
    [priority],
  );
  return row?.command_id;
}

interface HeadRow {
  readonly command_id: string;
  readonly shared_losses: number;
  readonly next_purpose: Purpose | null;
  readonly next_group: string | null;
  readonly next_calls: number | null;
}

/** What else is due, those of the same priority first: what is noted beside each, not the commands themselves. */
async function otherHeads(tx: Transaction, first: string, priority: number): Promise<CandidateHead[]> {
  const read = (which: string, count: number): Promise<HeadRow[]> =>
    tx.query(
      `SELECT command_id, shared_losses, next_purpose, next_group, next_calls FROM command
       WHERE ${which} AND due_at <= clock_timestamp() AND command_id <> $3
       ORDER BY priority, due_at LIMIT $2`,
      [priority, count, first],
    );
  const own = await read('priority = $1', candidatesMax);
  const rows =
    own.length === candidatesMax ? own : [...own, ...(await read('priority <> $1', candidatesMax - own.length))];
  return rows.map((row) => ({
    commandId: row.command_id,
    sharedLosses: row.shared_losses,
    ...(row.next_purpose !== null &&
      row.next_group !== null &&
      row.next_calls !== null && {
        next: { purpose: row.next_purpose, group: row.next_group, calls: row.next_calls },
      }),
  }));
}

/** Those of them that are still due and that nobody else works on, in the same order. */
async function lockDue(tx: Transaction, heads: readonly CandidateHead[]): Promise<string[]> {
  if (heads.length === 0) return [];
  const ids = heads.map(({ commandId }) => commandId);
  const rows: { command_id: string }[] = await tx.query(
    `SELECT command_id FROM command WHERE command_id = ANY($1::uuid[]) AND due_at <= clock_timestamp()
     FOR UPDATE SKIP LOCKED`,
    [ids],
  );
  const locked = new Set(rows.map((row) => row.command_id));
  return ids.filter((id) => locked.has(id));
}
