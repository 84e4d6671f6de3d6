import type { DocumentRef } from '@sluice/shared/document';
import type { Question } from '@sluice/shared/messages/question';
import type { Reason, RecordStatus } from '@sluice/shared/status';
import type { Transaction } from '@sluice/runtime/postgres/database';
import type { EndedCommand, InFlight, Destination } from './knowledge.js';

interface DestinationRow {
  readonly name: string;
  readonly acknowledged: unknown;
  readonly acknowledged_at: Date | null;
  readonly confirmed_twice: boolean;
  readonly identity: Record<string, string> | null;
  readonly read_back_since: Date | null;
  readonly in_flight: InFlight | null;
  readonly last: EndedCommand | null;
  readonly refused_write: EndedCommand | null;
  readonly memory: unknown;
  readonly questions: Question[] | null;
  readonly status: RecordStatus | null;
  readonly reason: Reason | null;
}

/** The destinations of a document, by name. */
export async function loadDestinations(tx: Transaction, { type, id }: DocumentRef): Promise<Destination[]> {
  const rows: DestinationRow[] = await tx.query(
    `SELECT name, acknowledged, acknowledged_at, confirmed_twice, identity, read_back_since, in_flight, last,
       refused_write, memory, questions, status, reason
     FROM destination WHERE type = $1 AND id = $2 ORDER BY name`,
    [type, id],
  );
  return rows.map((row) => ({
    name: row.name,
    ...(row.acknowledged !== null && { acknowledged: row.acknowledged }),
    ...(row.acknowledged_at && { acknowledgedAt: row.acknowledged_at.toISOString() }),
    ...(row.confirmed_twice && { confirmedTwice: true }),
    ...(row.identity && { identity: row.identity }),
    ...(row.read_back_since && { readBackSince: row.read_back_since.toISOString() }),
    ...(row.in_flight && { inFlight: row.in_flight }),
    ...(row.last && { last: row.last }),
    ...(row.refused_write && { refusedWrite: row.refused_write }),
    ...(row.memory !== null && { memory: row.memory }),
    ...(row.questions && { questions: row.questions }),
    ...(row.status && { status: row.status }),
    ...(row.reason && { reason: row.reason }),
  }));
}

/** What happened to the command of a destination: it was sent for the first time, asked for again, or the gateway reported. */
export type Contact = 'sent' | 'asked-again' | 'answered';

/**
 * Saves a destination. After a contact in this transaction, the time after which its command is asked for again starts
 * anew; for how long it has been unanswered counts from when it was sent or last answered.
 */
export async function saveDestination(
  tx: Transaction,
  { type, id }: DocumentRef,
  destination: Destination,
  contact?: Contact,
): Promise<void> {
  await tx.query(
    `INSERT INTO destination (type, id, name, acknowledged, acknowledged_at, confirmed_twice, identity, read_back_since,
       in_flight, last, refused_write, memory, questions, status, reason, last_contact_at, reported_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, now(), now())
     ON CONFLICT (type, id, name) DO UPDATE SET
       acknowledged = excluded.acknowledged, acknowledged_at = excluded.acknowledged_at,
       confirmed_twice = excluded.confirmed_twice, identity = excluded.identity,
       read_back_since = excluded.read_back_since, in_flight = excluded.in_flight, last = excluded.last,
       refused_write = excluded.refused_write, memory = excluded.memory, questions = excluded.questions,
       status = excluded.status, reason = excluded.reason,
       last_contact_at = CASE WHEN $16 THEN now() ELSE destination.last_contact_at END,
       reported_at = CASE WHEN $17 THEN now() ELSE destination.reported_at END`,
    [
      type,
      id,
      destination.name,
      json(destination.acknowledged),
      destination.acknowledgedAt ?? null,
      destination.confirmedTwice === true,
      json(destination.identity),
      destination.readBackSince ?? null,
      json(destination.inFlight),
      json(destination.last),
      json(destination.refusedWrite),
      json(destination.memory),
      json(destination.questions),
      destination.status ?? null,
      json(destination.reason),
      contact !== undefined,
      contact === 'sent' || contact === 'answered',
    ],
  );
}

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
