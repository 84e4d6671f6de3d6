import type { Database } from '@sluice/runtime/postgres/database';

/**
 * The right to call an account.
 *
 * Who holds it. One dispatcher at a time calls an account, over all processes: two would spend the quota twice and could
 * send one request twice. The lease is a row in Postgres with a holder and a time at which it ends. Its holder renews it
 * several times before that; every other dispatcher is a standby and tries to take it at the same interval.
 *
 * Term. Every taking counts the term up, also one by the same process. The term is written into each request's row, so
 * that it is known which holder intended it, and renewing or releasing a lease of an earlier term changes nothing.
 *
 * Fencing. A holder may hang for any time, between any two instructions, and not know that it has lost the lease. The
 * other system knows no terms and cannot turn such a holder away, so it must stop itself, in two places. In the database,
 * an intent is committed only while the lease's row carries the holder's term and has not ended, and that row is locked
 * until the commit (`holdsLease`): a successor either sees the intent or comes before it. In the process, a request is
 * stopped just before its first byte where the lease has ended, has another term, or more than `sendBeforeMs` has passed
 * since the intent (`whyNotSend`). `sendBeforeMs` is shorter than the lease.
 *
 * What a successor does. Before it sends anything it counts every request of earlier terms that has no answer as
 * unanswered (`recoverInFlight`). A read is sent again. A write is probed after the settle time, which is longer than the
 * time in which the predecessor could still send plus the longest time for which the other system works on a request. An
 * answer that reaches the predecessor after all is recorded as evidence and counts as long as nothing has gone on without it.
 *
 * Why the time is monotonic. How long the holder may go on is measured by its own monotonic clock from before it asked
 * the database, so a wall clock that is set back cannot lengthen the lease. Whether the lease is free is decided by the
 * database's clock alone. The two are never compared; only their durations must pass at about the same speed.
 */
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
