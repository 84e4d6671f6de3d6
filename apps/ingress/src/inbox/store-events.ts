import type { AnyMessageToPut } from '@sluice/runtime/outbox/outbox';
import { nextTraceparent } from '@sluice/runtime/outbox/trace';
import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import { documentKey } from '@sluice/shared/document';
import type { Envelope } from '@sluice/shared/envelope';
import type { WebhookEvent } from '../event/read-event.js';

/** The ways on which Coupa comes to us by itself. */
export type DoorName = 'webhook' | 'call-out';

/** An event whose sender is known, ready to be kept. */
export interface TrustedEvent {
  readonly door: DoorName;
  /** Ours, for this delivery. */
  readonly reference: string;
  readonly eventId: string;
  readonly event: WebhookEvent;
  /** SHA-256 of the body's bytes, in hex. */
  readonly hash: string;
  readonly body: string;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
}

export interface StoredEvent {
  /** `seen`: the same event came before. `reused`: another event came before under this id, so a person is told. */
  readonly outcome: 'new' | 'seen' | 'reused';
  /** The reference of the delivery that was stored, the same for each repetition. */
  readonly reference: string;
}

/**
 * Keeps the events and announces the new ones on `coupa.notice.v1`, all in one transaction; when it returns, all of it
 * is committed. The answers are in the order of the events. What tells an event is its id together with its body: an id
 * may stand in a header that nobody signed, and must not be able to keep the event of another document away.
 */
export const storeEvents = (database: Database, events: readonly TrustedEvent[]): Promise<StoredEvent[]> =>
  database.transaction(async (tx) => {
    const inserted = await insertEvents(tx, events);
    const repeated = events.filter(({ reference }) => !inserted.has(reference));
    const known = repeated.length === 0 ? new Map() : await loadEvents(tx, repeated);

    const answers: StoredEvent[] = [];
    const messages: AnyMessageToPut[] = [];
    for (const event of events) {
      const first = known.get(event.eventId);
      if (inserted.has(event.reference)) {
        messages.push(...announcementOf(database, event));
        answers.push({ outcome: 'new', reference: event.reference });
      } else if (first?.hash === event.hash) answers.push({ outcome: 'seen', reference: first.reference });
      else {
        const reference = await keepReused(tx, event);
        if (reference === event.reference) messages.push(...announcementOf(database, event), alarmOf(database, event));
        answers.push({ outcome: 'reused', reference });
      }
    }
    await database.outbox.putAll(tx, messages);
    return answers;
  });

/**
 * One statement for all. Within it, too, the first event of an id wins. The rows go in by id, so that two processes
 * that were sent the same events do not wait for each other.
 */
async function insertEvents(tx: Transaction, events: readonly TrustedEvent[]): Promise<ReadonlySet<string>> {
  const column = (of: (event: TrustedEvent) => string | null) => events.map(of);
  const rows: { reference: string }[] = await tx.query(
    `INSERT INTO inbox (event_id, reference, event_type, document, hash, body, received_at)
     SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
            AS event (event_id, reference, event_type, document, hash, body, received_at)
     ORDER BY event_id, received_at, reference
     ON CONFLICT (event_id) DO NOTHING
     RETURNING reference`,
    [
      column(({ eventId }) => eventId),
      column(({ reference }) => reference),
      column(({ event }) => event.eventType ?? null),
      column(({ event }) => (event.document === undefined ? null : documentKey(event.document))),
      column(({ hash }) => hash),
      column(({ body }) => body),
      column(({ receivedAt }) => receivedAt),
    ],
  );
  return new Set(rows.map(({ reference }) => reference));
}

type KnownEvent = Pick<TrustedEvent, 'reference' | 'hash'>;

async function loadEvents(tx: Transaction, events: readonly TrustedEvent[]): Promise<Map<string, KnownEvent>> {
  const rows: (KnownEvent & { event_id: string })[] = await tx.query(
    'SELECT event_id, reference, hash FROM inbox WHERE event_id = ANY($1)',
    [events.map(({ eventId }) => eventId)],
  );
  return new Map(rows.map((row) => [row.event_id, row]));
}

function announcementOf({ outbox }: Database, stored: TrustedEvent): AnyMessageToPut[] {
  const { door, event, eventId, reference, receivedAt } = stored;
  const { document, eventType } = event;
  const cause = envelopeOf(stored);
  const what = eventType ?? 'an event';
  if (document === undefined) {
    const summary = `Coupa announced ${what} by ${door}, which is about no kind of document that is followed`;
    return [
      outbox.auditMessage({
        action: 'event-ignored',
        summary,
        direction: 'in',
        details: { door, eventId, reference },
        cause,
      }),
    ];
  }
  const key = documentKey(document);
  const notice = { document, reason: door, eventId, noticedAt: receivedAt } as const;
  return [
    {
      topic: 'coupa.notice.v1',
      key,
      value: eventType === undefined ? notice : { ...notice, eventType },
      cause,
    },
    outbox.auditMessage({
      document,
      action: 'event-received',
      summary: `Coupa announced ${what} for ${key} by ${door}`,
      direction: 'in',
      details: { door, eventId, reference, ...event.state },
      cause,
    }),
  ];
}

/** Once for each body; answers the reference under which it is kept: the given one where it is new. */
async function keepReused(tx: Transaction, { eventId, hash, reference, body, receivedAt }: TrustedEvent) {
  const rows: { reference: string }[] = await tx.query(
    `INSERT INTO inbox_alarm (event_id, hash, reference, body, received_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (event_id, hash) DO UPDATE SET hash = excluded.hash
     RETURNING reference`,
    [eventId, hash, reference, body, receivedAt],
  );
  return rows[0]?.reference ?? reference;
}

/** Beside the announcement, which is like any other: the document is fetched as it is now, whatever the event said. */
function alarmOf({ outbox }: Database, stored: TrustedEvent): AnyMessageToPut {
  const { door, event, eventId, hash, reference } = stored;
  return outbox.auditMessage({
    ...(event.document !== undefined && { document: event.document }),
    action: 'event-id-reused',
    summary: `Another event came under the id ${eventId}; it is kept and announced all the same`,
    direction: 'in',
    details: { door, eventId, reference, hash },
    cause: envelopeOf(stored),
  });
}

/** What came as an event of its own: what it causes, a notice and a line of history, belongs to one trace. */
const envelopeOf = ({ door, reference, event, receivedAt }: TrustedEvent): Envelope => ({
  id: reference,
  source: '/coupa',
  type: event.eventType ?? door,
  time: receivedAt,
  traceparent: nextTraceparent(),
});
