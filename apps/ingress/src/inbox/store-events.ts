import { outboxInsert } from '@sluice/runtime/outbox/outbox-insert';
import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import { documentKey } from '@sluice/shared/document';
import { alarmOf, announcementOf } from './announcement.js';
import type { TrustedEvent } from './trusted-event.js';

export interface StoredEvent {
  /** `seen`: the same event came before. `reused`: another event came before under this id, whose hash is in the history for a person to see. */
  readonly outcome: 'new' | 'seen' | 'reused';
  /** The reference of the delivery that was stored, the same for each repetition. */
  readonly reference: string;
}

/**
 * Keeps the events and announces the new ones on `coupa.notice.v1`; when it returns, all of it is committed, each event
 * together with its messages. The answers are in the order of the events. What tells an event is its id together with
 * its body: an id may stand in a header that nobody signed, and must not be able to keep the event of another document
 * away. Nor does another id make a new event of a body that was seen before.
 */
export async function storeEvents(database: Database, events: readonly TrustedEvent[]): Promise<StoredEvent[]> {
  const inserted = await insertEvents(database, events);
  const repeated = events.filter(({ reference }) => !inserted.has(reference));
  if (repeated.length === 0) return events.map(({ reference }) => ({ outcome: 'new', reference }));
  const known = await loadEvents(database, repeated);
  const seen = (event: TrustedEvent): string | undefined => {
    const { reference, hash } = known.byId.get(event.eventId) ?? {};
    if (hash === event.hash) return reference;
    return event.fingerprint === undefined ? undefined : known.byFingerprint.get(event.fingerprint)?.reference;
  };
  const reused = repeated.filter((event) => seen(event) === undefined);
  const alarms = await raiseAlarms(database, reused);
  return events.map((event) => {
    if (inserted.has(event.reference)) return { outcome: 'new', reference: event.reference };
    const alarm = alarms.get(event);
    if (alarm !== undefined) return { outcome: 'reused', reference: alarm };
    return { outcome: 'seen', reference: seen(event) ?? event.reference };
  });
}

/**
 * One statement for all, with the messages of those that are new. Within it, too, the first event of an id wins. The
 * rows go in by id, so that two processes that were sent the same events do not wait for each other.
 */
const keepAndAnnounce = `
  WITH kept AS (
    INSERT INTO inbox (event_id, reference, event_type, document, hash, fingerprint, received_at)
    SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
           AS event (event_id, reference, event_type, document, hash, fingerprint, received_at)
    ORDER BY event_id, received_at, reference
    ON CONFLICT DO NOTHING
    RETURNING reference
  ), announced AS (${outboxInsert(9, '($8::uuid[])[place::int] IN (SELECT reference FROM kept)')})
  SELECT reference FROM kept`;

/** Answers the references of those that are new. */
async function insertEvents(database: Database, events: readonly TrustedEvent[]): Promise<ReadonlySet<string>> {
  const column = (of: (event: TrustedEvent) => string | null) => events.map(of);
  const announcements = events.map((event) => announcementOf(database, event));
  const rows = await database.write<{ reference: string }>(
    keepAndAnnounce,
    [
      column(({ eventId }) => eventId),
      column(({ reference }) => reference),
      column(({ event }) => event.eventType ?? null),
      column(({ event }) => (event.document === undefined ? null : documentKey(event.document))),
      column(({ hash }) => hash),
      column(({ fingerprint }) => fingerprint ?? null),
      column(({ receivedAt }) => receivedAt),
      events.flatMap(({ reference }, index) => announcements[index]?.map(() => reference) ?? []),
    ],
    announcements.flat(),
  );
  return new Set(rows.map(({ reference }) => reference));
}

type KnownEvent = Pick<TrustedEvent, 'reference' | 'hash'>;

interface KnownEvents {
  readonly byId: ReadonlyMap<string, KnownEvent>;
  readonly byFingerprint: ReadonlyMap<string, KnownEvent>;
}

async function loadEvents(database: Database, events: readonly TrustedEvent[]): Promise<KnownEvents> {
  const rows = await database.query<KnownEvent & { event_id: string; fingerprint: string | null }>(
    'SELECT event_id, reference, hash, fingerprint FROM inbox WHERE event_id = ANY($1) OR fingerprint = ANY($2)',
    [events.map(({ eventId }) => eventId), events.flatMap(({ fingerprint }) => fingerprint ?? [])],
  );
  return {
    byId: new Map(rows.map((row) => [row.event_id, row])),
    byFingerprint: new Map(rows.flatMap((row) => (row.fingerprint === null ? [] : [[row.fingerprint, row]]))),
  };
}

/** Once for each body; answers the reference under which each is kept. */
async function raiseAlarms(
  database: Database,
  events: readonly TrustedEvent[],
): Promise<ReadonlyMap<TrustedEvent, string>> {
  if (events.length === 0) return new Map();
  return database.transaction(async (tx) => {
    const references = new Map<TrustedEvent, string>();
    for (const event of events) {
      const reference = await keepReused(tx, event);
      references.set(event, reference);
      if (reference === event.reference)
        await database.outbox.putAll(tx, [...announcementOf(database, event), alarmOf(database, event)]);
    }
    return references;
  });
}

/** Answers the reference under which the body is kept: the given one where it is new. */
async function keepReused(tx: Transaction, { eventId, hash, reference, receivedAt }: TrustedEvent) {
  const rows: { reference: string }[] = await tx.query(
    `INSERT INTO inbox_alarm (event_id, hash, reference, received_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (event_id, hash) DO UPDATE SET hash = excluded.hash
     RETURNING reference`,
    [eventId, hash, reference, receivedAt],
  );
  return rows[0]?.reference ?? reference;
}
