import type { Transaction } from '@sluice/runtime/postgres/database';
import type { DispatcherContext } from '../dispatcher-context.js';
import { choosePriority } from '@sluice/shared/quota/choose-priority';
import { paceAfter } from '@sluice/shared/quota/pace-after';
import type { Quota } from '@sluice/shared/quota/quota';
import { readLedger } from './read-ledger.js';
import { slotsLeft, waitForSlot } from '@sluice/shared/quota/wait-for-slot';

/** Which priority is next, or how long nothing may leave. */
export type Slot = { readonly priority: number; readonly left: number } | { readonly waitMs: number } | undefined;

const unlimited: Quota = { windows: [], concurrency: Number.POSITIVE_INFINITY };

/** How many requests this process has open at most. What an earlier holder of the lease left open counts in the quota only. */
export const requestsOpenMax = ({ protocol, settings }: DispatcherContext): number =>
  protocol.quota?.concurrency ?? settings.requestsOpenMax;

/**
 * Asks the ledger whether a request may leave now, and for which priority. Only one may ask at a time, until its intent is
 * committed: two at once would take the same slot. `undefined`: nothing is due. `wanted`: the priorities to choose from,
 * instead of those of what is due.
 */
export async function takeSlot(tx: Transaction, context: DispatcherContext, wanted?: readonly number[]): Promise<Slot> {
  const quota = context.protocol.quota ?? unlimited;
  const { rateRememberMs } = context.settings;
  const due = wanted ?? (await prioritiesDue(tx));
  if (due.length === 0) return undefined;
  const { spent, limitedAgoMs } = await readLedger(tx, context.protocol.account, quota, rateRememberMs);
  const pace = paceAfter(limitedAgoMs, rateRememberMs);
  const waitMs = waitForSlot(quota, spent, pace);
  if (waitMs > 0) return { waitMs };
  const priority = choosePriority(due, spent);
  return priority === undefined ? undefined : { priority, left: slotsLeft(quota, spent, pace) };
}

async function prioritiesDue(tx: Transaction): Promise<number[]> {
  const due: { priority: number }[] = await tx.query(
    `SELECT priority FROM unnest(ARRAY[0, 1, 2]) AS one (priority)
     WHERE EXISTS (SELECT 1 FROM command WHERE command.priority = one.priority AND due_at <= clock_timestamp())`,
  );
  return due.map(({ priority }) => priority);
}
