import type { DocumentRef } from '@sluice/shared/document';
import type { Reason, RecordStatus } from '@sluice/shared/status';
import type { Transaction } from '@sluice/runtime/postgres/database';
import type { EndedCommand, InFlight, Leg } from './knowledge.js';

interface LegRow {
  readonly name: string;
  readonly acknowledged: unknown;
  readonly acknowledged_at: Date | null;
  readonly confirmed_twice: boolean;
  readonly in_flight: InFlight | null;
  readonly last: EndedCommand | null;
  readonly refused_write: EndedCommand | null;
  readonly status: RecordStatus | null;
  readonly reason: Reason | null;
}

/** The legs of a document, by name. */
export async function loadLegs(tx: Transaction, { type, id }: DocumentRef): Promise<Leg[]> {
  const rows: LegRow[] = await tx.query(
    `SELECT name, acknowledged, acknowledged_at, confirmed_twice, in_flight, last, refused_write, status, reason
     FROM leg WHERE type = $1 AND id = $2 ORDER BY name`,
    [type, id],
  );
  return rows.map((row) => ({
    name: row.name,
    ...(row.acknowledged !== null && { acknowledged: row.acknowledged }),
    ...(row.acknowledged_at && { acknowledgedAt: row.acknowledged_at.toISOString() }),
    ...(row.confirmed_twice && { confirmedTwice: true }),
    ...(row.in_flight && { inFlight: row.in_flight }),
    ...(row.last && { last: row.last }),
    ...(row.refused_write && { refusedWrite: row.refused_write }),
    ...(row.status && { status: row.status }),
    ...(row.reason && { reason: row.reason }),
  }));
}

/**
 * Keeps a leg. `heard`: its command was sent, asked for or answered in this transaction, so the patience with the
 * gateway begins anew.
 */
export async function saveLeg(
  tx: Transaction,
  { type, id }: DocumentRef,
  leg: Leg,
  { heard }: { heard: boolean },
): Promise<void> {
  await tx.query(
    `INSERT INTO leg (type, id, name, acknowledged, acknowledged_at, in_flight, last, refused_write, status, reason, confirmed_twice, quiet_since)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, now())
     ON CONFLICT (type, id, name) DO UPDATE SET
       acknowledged = excluded.acknowledged, acknowledged_at = excluded.acknowledged_at, in_flight = excluded.in_flight,
       last = excluded.last, refused_write = excluded.refused_write, status = excluded.status, reason = excluded.reason,
       confirmed_twice = excluded.confirmed_twice, quiet_since = CASE WHEN $12 THEN now() ELSE leg.quiet_since END`,
    [
      type,
      id,
      leg.name,
      json(leg.acknowledged),
      leg.acknowledgedAt ?? null,
      json(leg.inFlight),
      json(leg.last),
      json(leg.refusedWrite),
      leg.status ?? null,
      json(leg.reason),
      leg.confirmedTwice === true,
      heard,
    ],
  );
}

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
