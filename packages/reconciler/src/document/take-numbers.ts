import type { DocumentRef } from '@sluice/shared/document';
import type { Transaction } from '@sluice/runtime/postgres/database';
import type { TakeNumbers } from './run-with-lookups.js';

/**
 * Numbers of series for a document whose row this transaction holds. The row of a series is locked until the transaction ends:
 * two that take a number at the same time get different ones, and one that is rolled back has taken none.
 */
export const takeNumbers =
  (tx: Transaction, { type, id }: DocumentRef): TakeNumbers =>
  async (series) => {
    const taken = new Map<string, number>();
    // In one order everywhere, so that two documents cannot wait for each other's series.
    for (const name of series.toSorted()) taken.set(name, await numberOf(tx, name, { type, id }));
    return taken;
  };

async function numberOf(tx: Transaction, series: string, { type, id }: DocumentRef): Promise<number> {
  const [kept]: { number: string }[] = await tx.query(
    `SELECT number FROM series_number WHERE series = $1 AND type = $2 AND id = $3`,
    [series, type, id],
  );
  if (kept !== undefined) return Number(kept.number);
  const [next]: [{ number: string }] = await tx.query(
    `WITH counted AS (
       INSERT INTO series AS before (name, next) VALUES ($1, 2)
       ON CONFLICT (name) DO UPDATE SET next = before.next + 1 RETURNING next - 1 AS number
     )
     INSERT INTO series_number (series, type, id, number) SELECT $1, $2, $3, number FROM counted RETURNING number`,
    [series, type, id],
  );
  return Number(next.number);
}
