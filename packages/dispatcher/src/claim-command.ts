import type { Transaction } from '@sluice/runtime/postgres/database';
import { commitIntent } from './commit-intent.js';
import type { DispatcherContext } from './dispatcher-context.js';
import type { Flight } from './flight.js';
import { getReady, intended } from './get-ready.js';
import { loadCommand } from './load-command.js';
import type { GatewayCommand } from './protocol.js';
import { takeSlot } from './quota/take-slot.js';
import { saveCommand } from './save-command.js';
import type { Lease } from './take-lease.js';

/** `idle`: nothing is due, or the account waits. `moved`: a command went on without a request. `waitMs`: the quota is spent. */
export type Claimed<Call> = 'idle' | 'moved' | { readonly waitMs: number } | Flight<Call>;

/**
 * Takes the most urgent due command, does what needs no request, and commits the intent of its next request. The lease
 * row is held so long, so that a successor sees every intent that its predecessor could still commit. One claim at a
 * time: the slot in the quota is free only until the next one asks.
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
  const slot = await takeSlot(tx, context);
  if (slot === undefined) return 'idle';
  if ('waitMs' in slot) return slot;
  const commandId = await lockDue(tx, slot.priority);
  if (commandId === undefined) return 'idle';
  note(commandId);
  const stored = await loadCommand(tx, commandId);
  if (stored === undefined) return 'idle';
  const command = context.protocol.parse(stored.body);
  const policies = command.steps.map((step) => context.protocol.policyOf(step));
  const ready = getReady(context.protocol, command, policies, stored.progress, new Date().toISOString());
  if (ready.calls === undefined) {
    await saveCommand(tx, context, stored, ready.progress, ready.due);
    return 'moved';
  }
  const { move, calls, positions } = ready;
  const intent = {
    purpose: purposeOf[move.do],
    step: move.step,
    calls,
    positions,
    term: lease.term,
    intendedAt,
    priority: slot.priority,
  };
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

async function lockDue(tx: Transaction, priority: number): Promise<string | undefined> {
  const rows: { command_id: string }[] = await tx.query(
    `SELECT command_id FROM command WHERE priority = $1 AND due_at <= clock_timestamp()
     ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
    [priority],
  );
  return rows[0]?.command_id;
}
