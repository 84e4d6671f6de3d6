import type { Database } from '@sluice/runtime/postgres/database';

/** The right to call an account. Every taking has a term of its own, also by the same process. */
export interface Lease {
  readonly account: string;
  readonly term: number;
  readonly holder: string;
  /** By this process's monotonic clock, counted from before the database was asked. */
  readonly validUntil: number;
}

export interface LeaseWanted {
  readonly account: string;
  readonly holder: string;
  readonly leaseMs: number;
}

/** Takes the lease if nobody holds it, or its holder has not renewed it in time; `undefined` otherwise. */
export async function takeLease(database: Database, wanted: LeaseWanted): Promise<Lease | undefined> {
  const asked = performance.now();
  const [row] = await database.query<{ term: string }>(
    `INSERT INTO lease AS held (name, term, holder, expires_at)
     VALUES ($1, 1, $2, clock_timestamp() + $3 * interval '1 millisecond')
     ON CONFLICT (name) DO UPDATE
       SET term = held.term + 1, holder = excluded.holder, expires_at = excluded.expires_at
       WHERE held.expires_at < clock_timestamp()
     RETURNING term`,
    [wanted.account, wanted.holder, wanted.leaseMs],
  );
  if (row === undefined) return undefined;
  return { account: wanted.account, holder: wanted.holder, term: Number(row.term), validUntil: asked + wanted.leaseMs };
}

/** The same term for longer, or `undefined` when another has taken over. */
export async function renewLease(database: Database, lease: Lease, leaseMs: number): Promise<Lease | undefined> {
  const asked = performance.now();
  const rows = await database.query(
    `UPDATE lease SET expires_at = clock_timestamp() + $3 * interval '1 millisecond'
     WHERE name = $1 AND term = $2 RETURNING term`,
    [lease.account, lease.term, leaseMs],
  );
  return rows.length === 0 ? undefined : { ...lease, validUntil: asked + leaseMs };
}

/** Lets a standby take over at once. */
export async function releaseLease(database: Database, lease: Lease): Promise<void> {
  await database.query(
    `UPDATE lease SET expires_at = clock_timestamp() - interval '1 millisecond' WHERE name = $1 AND term = $2`,
    [lease.account, lease.term],
  );
}
