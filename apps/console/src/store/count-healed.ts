import type { Transaction } from '@sluice/runtime/postgres/database';

export interface Healed {
  /** Documents that wait for these keys and for nothing else: they go on by themselves. */
  readonly heals: number;
  /** Documents that wait for one of these keys and for something else, too. */
  readonly healsPartly: number;
}

/** What adding or changing the rows `<table>/<key>` does to the documents that wait now. */
export async function countHealed(tx: Transaction, keys: readonly string[]): Promise<Healed> {
  if (keys.length === 0) return { heals: 0, healsPartly: 0 };
  const rows: { all: string; touched: string }[] = await tx.query(
    `SELECT count(*) FILTER (WHERE waiting_for <@ $1::text[]) AS all, count(*) AS touched
     FROM record WHERE status = 'Waiting' AND waiting_for && $1::text[]`,
    [keys.map((key) => `mapping.v1/${key}`)],
  );
  const heals = Number(rows[0]?.all ?? 0);
  return { heals, healsPartly: Number(rows[0]?.touched ?? 0) - heals };
}
