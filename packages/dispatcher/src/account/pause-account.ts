import type { Transaction } from '@sluice/runtime/postgres/database';

/** Nothing is sent for the account until then; a longer pause stays. It is durable, so a restart does not forget it. */
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
