import type { Transaction } from '@sluice/runtime/postgres/database';
import { commitIntent } from './commit-intent.js';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { OutgoingRequest } from './outgoing-request.js';
import { formBatch, type Candidate } from './form-batch.js';
import { getReady, intended, type Ready, type ReadyCalls } from '../command/get-ready.js';
import { loadCommands, type StoredCommand } from '../command/load-command.js';
import type { GatewayCommand } from '../protocol.js';
import { takeSlot } from '../quota/take-slot.js';
import { saveCommand } from '../command/save-command.js';
import { rollbackUnlessClaimed, type NothingToClaim } from './rollback-unless-claimed.js';
import type { Lease } from '../lease/take-lease.js';

/** `idle`: nothing is due, or the account waits. `moved`: a command went on without a request. `waitMs`: the quota is spent. */
export type Claimed<Call> = NothingToClaim | 'moved' | OutgoingRequest<Call>;

/** A command whose next request could leave now. */
export interface ReadyCommand<Call> extends Candidate<Call> {
  readonly stored: StoredCommand;
  readonly ready: ReadyCalls<Call>;
}

/** More are not looked at for one request; the next one comes at once. */
const candidatesMax = 100;

/**
 * Takes the most urgent due command, and with it all others that are due and can travel in the same request; does what
 * needs no request, and commits the intent. The lease row is held so long, so that a successor sees every intent that
 * its predecessor could still commit. One claim at a time: the slot in the quota is free only until the next one asks.
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
  { lease, callsMax }: { lease: Lease; callsMax: number },
  note: (commandId: string) => void,
): Promise<Claimed<Call>> {
  if (!(await holdsLease(tx, lease))) return 'idle';
  const slot = await takeSlot(tx, context);
  if (slot === undefined) return 'idle';
  if ('waitMs' in slot) return slot;
  const most = Math.min(callsMax, context.protocol.callsPerRequest);
  const [commandId, ...others] = await lockDue(tx, slot.priority, most === 1 ? 1 : candidatesMax);
  if (commandId === undefined) return 'idle';
  note(commandId);
  const known = await loadCommands(tx, [commandId, ...others]);
  const first = await goOn(tx, context, known.get(commandId), most);
  if (first === undefined) return 'moved';
  const company: ReadyCommand<Call>[] = [];
  for (const other of others) {
    const ready = goOnQuietly(context, known.get(other), most);
    if (ready !== undefined) company.push(ready);
  }
  const batch = formBatch(first, company, most);
  const requestId = context.newId();
  for (const { stored, ready } of batch) await saveCommand(tx, context, stored, intended(ready, requestId), 'never');
  const { purpose } = first;
  return commitIntent(tx, context, batch, { requestId, purpose, term: lease.term, priority: slot.priority });
}

/** The command's next request; or it goes on without one, and that is saved. */
async function goOn<Command extends GatewayCommand, Call>(
  tx: Transaction,
  context: DispatcherContext<Command, Call>,
  stored: StoredCommand | undefined,
  most: number,
): Promise<ReadyCommand<Call> | undefined> {
  if (stored === undefined) return undefined;
  const ready = readyOf(context, stored, most);
  if (ready.calls !== undefined) return candidateOf(context, stored, ready);
  await saveCommand(tx, context, stored, ready.progress, ready.due);
  return undefined;
}

/** One that cannot be read, or goes on without a request, has its own turn; here it is only left out. */
function goOnQuietly<Command extends GatewayCommand, Call>(
  context: DispatcherContext<Command, Call>,
  stored: StoredCommand | undefined,
  most: number,
): ReadyCommand<Call> | undefined {
  if (stored === undefined) return undefined;
  try {
    const ready = readyOf(context, stored, most);
    return ready.calls === undefined ? undefined : candidateOf(context, stored, ready);
  } catch {
    return undefined;
  }
}

function readyOf<Command extends GatewayCommand, Call>(
  { protocol }: DispatcherContext<Command, Call>,
  { body, progress }: StoredCommand,
  most: number,
): Ready<Call> {
  const command = protocol.parse(body);
  const policies = command.steps.map((step) => protocol.policyOf(step));
  return getReady(protocol, command, policies, progress, { now: new Date().toISOString(), callsMax: most });
}

function candidateOf<Command extends GatewayCommand, Call>(
  { protocol }: DispatcherContext<Command, Call>,
  stored: StoredCommand,
  ready: ReadyCalls<Call>,
): ReadyCommand<Call> {
  const { head, sharedLosses } = stored;
  const { calls, move, independent } = ready;
  const group = protocol.groupOf(calls[0] as Call);
  return { stored, ready, head, sharedLosses, calls, group, independent, purpose: purposeOf[move.do] };
}

const purposeOf = { call: 'step', probe: 'probe', undo: 'undo' } as const;

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

/** Whether a request may be intended now; holds the lease's row until the intent is committed. */
export async function holdsLease(tx: Transaction, lease: Lease): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    `SELECT 1 FROM lease WHERE name = $1 AND term = $2 AND expires_at > clock_timestamp()
       AND (paused_until IS NULL OR paused_until <= clock_timestamp()) FOR SHARE`,
    [lease.account, lease.term],
  );
  return rows.length > 0;
}

/** The one whose turn it is, and who may join: those of its own priority first. */
async function lockDue(tx: Transaction, priority: number, most: number): Promise<string[]> {
  const lock = async (which: string, count: number): Promise<string[]> => {
    const rows: { command_id: string }[] = await tx.query(
      `SELECT command_id FROM command WHERE ${which} AND due_at <= clock_timestamp()
       ORDER BY priority, due_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [priority, count],
    );
    return rows.map((row) => row.command_id);
  };
  const own = await lock('priority = $1', most);
  return own.length === 0 || own.length === most ? own : [...own, ...(await lock('priority <> $1', most - own.length))];
}
