import type { Transaction } from '@sluice/runtime/postgres/database';
import type { DispatcherContext } from '../dispatcher-context.js';

/**
 * Nothing is sent for the account for so long; a longer pause stays, up to the longest that there may be. It is stored, so
 * a restart does not forget it.
 */
export async function pauseAccount(
  tx: Pick<Transaction, 'query'>,
  { protocol, settings }: Pick<DispatcherContext, 'protocol' | 'settings'>,
  pause: { readonly forMs: number; readonly because: string },
): Promise<void> {
  await tx.query(
    `UPDATE lease SET paused_because = $3,
       paused_until = least(greatest(paused_until, clock_timestamp() + $2 * interval '1 millisecond'),
         clock_timestamp() + $4 * interval '1 millisecond')
     WHERE name = $1`,
    [protocol.account, pause.forMs, pause.because, settings.pauseMaxMs],
  );
}

/** A stored pause that is longer than any may be (the clock was wrong, or the bound was another) ends with the bound. */
export async function boundPause({ database, protocol, settings }: DispatcherContext): Promise<void> {
  await database.query(
    `UPDATE lease SET paused_until = clock_timestamp() + $2 * interval '1 millisecond'
     WHERE name = $1 AND paused_until > clock_timestamp() + $2 * interval '1 millisecond'`,
    [protocol.account, settings.pauseMaxMs],
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
