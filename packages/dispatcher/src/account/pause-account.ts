import type { Transaction } from '@sluice/runtime/postgres/database';
import type { DispatcherContext } from '../dispatcher-context.js';

/** Nothing is sent for the account for so long; a longer pause stays. It is stored, so a restart does not forget it. */
export async function pauseAccount(
  tx: Pick<Transaction, 'query'>,
  account: string,
  pause: { readonly forMs: number; readonly because: string },
): Promise<void> {
  await tx.query(
    `UPDATE lease SET paused_because = $3,
       paused_until = greatest(paused_until, clock_timestamp() + $2 * interval '1 millisecond')
     WHERE name = $1`,
    [account, pause.forMs, pause.because],
  );
}

/** The failure code for which the account is paused now, where that does not pass by itself as "too many requests" does. */
export async function whyRefused({ database, protocol }: DispatcherContext): Promise<string | undefined> {
  const [row] = await database.query<{ because: string }>(
    `SELECT paused_because AS because FROM lease
     WHERE name = $1 AND paused_until > clock_timestamp() AND paused_because NOT IN ('rate-limited', 'unavailable')`,
    [protocol.account],
  );
  return row?.because;
}
