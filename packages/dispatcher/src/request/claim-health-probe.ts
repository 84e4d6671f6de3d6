import type { Transaction } from '@sluice/runtime/postgres/database';
import { maskOf } from '@sluice/shared/sealed';
import { holdsLease, type Claimed } from './claim-command.js';
import type { OutgoingRequest } from './outgoing-request.js';
import { insertRequest } from './commit-intent.js';
import type { DispatcherContext } from '../dispatcher-context.js';
import type { GatewayCommand } from '../protocol.js';
import { rollbackUnlessClaimed } from './rollback-unless-claimed.js';
import { takeSlot } from '../quota/take-slot.js';
import type { Lease } from '../lease/take-lease.js';

/**
 * Commits the intent of the one request that finds out whether the other system is back, or lets us in. It belongs to no command, so
 * that no document is delayed when it is not; it is spent from the quota and on record like every other.
 */
export async function claimHealthProbe<Command extends GatewayCommand, Call>(
  context: DispatcherContext<Command, Call>,
  lease: Lease,
  call: Call,
): Promise<Claimed<Call>> {
  return rollbackUnlessClaimed<'moved' | OutgoingRequest<Call>>((orRollback) =>
    context.database.transaction(async (tx) => orRollback(await claimIn(tx, context, lease, call))),
  );
}

async function claimIn<Command extends GatewayCommand, Call>(
  tx: Transaction,
  context: DispatcherContext<Command, Call>,
  lease: Lease,
  call: Call,
): Promise<Claimed<Call>> {
  if (!(await holdsLease(tx, lease))) return 'idle';
  // It is for no command, so nothing needs to be due.
  const slot = await takeSlot(tx, context, [0]);
  if (slot === undefined) return 'idle';
  if ('waitMs' in slot) return slot;
  const calls = [call];
  const request = context.protocol.encode(calls, maskOf);
  const planned = {
    requestId: context.newId(),
    purpose: 'health',
    parts: [],
    calls,
    request,
    term: lease.term,
  } as const;
  return insertRequest(tx, context, planned, slot.priority);
}
