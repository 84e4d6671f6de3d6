import { horizonOf, type Quota } from '@sluice/shared/quota/quota';
import type { Spent } from '@sluice/shared/quota/wait-for-slot';

export interface Ledger {
  readonly spent: readonly Spent[];
  /** How long ago the account got a 429. */
  readonly limitedAgoMs: readonly number[];
}

/**
 * What the account has spent, from the rows that were written before each request left: a restart forgets nothing. A
 * request that was never answered counts as answered at its deadline; one that never left does not count.
 */
export async function readLedger(
  tx: { query(sql: string, parameters: unknown[]): Promise<unknown> },
  account: string,
  quota: Quota,
  rememberMs: number,
): Promise<Ledger> {
  const rows = (await tx.query(
    `SELECT extract(epoch FROM clock_timestamp() - coalesce(answered_at, CASE WHEN deadline <= clock_timestamp() THEN deadline END)) * 1000 AS ago,
       state = 'unanswered' OR answered_at IS NULL AND deadline <= clock_timestamp() AS failed, priority
     FROM request WHERE account = $1 AND state <> 'not-sent'
       AND (answered_at > clock_timestamp() - $2 * interval '1 millisecond'
         OR answered_at IS NULL AND deadline > clock_timestamp() - $2 * interval '1 millisecond')`,
    [account, horizonOf(quota)],
  )) as { ago: string | null; failed: boolean; priority: number | null }[];
  const limited = (await tx.query(
    `SELECT extract(epoch FROM clock_timestamp() - answered_at) * 1000 AS ago FROM request
     WHERE account = $1 AND status = 429 AND answered_at > clock_timestamp() - $2 * interval '1 millisecond'`,
    [account, rememberMs],
  )) as { ago: string }[];
  return {
    spent: rows.map(({ ago, failed, priority }) => ({
      ...(ago !== null && { answeredAgoMs: Number(ago) }),
      failed,
      priority: priority ?? 0,
    })),
    limitedAgoMs: limited.map(({ ago }) => Number(ago)),
  };
}
