import { hash as hashOf } from 'node:crypto';
import { newId } from '@sluice/runtime/ids';
import type { Logger } from '@sluice/runtime/logging/logger';
import { documentKey } from '@sluice/shared/document';
import { Failure } from '@sluice/shared/failure';
import { deriveEventId } from '../event/derive-event-id.js';
import type { DoorMetrics } from '../inbound-metrics.js';
import type { BodyForm } from '../event/body-form.js';
import { parseBody, textOf, type ParsedBody } from '../event/parse-body.js';
import { isWord, readEvent, type EventPlaces, type WebhookEvent } from '../event/read-event.js';
import { refusal } from '../refusal.js';
import type { DoorName, StoredEvent, TrustedEvent } from './store-events.js';

/** What came through a door, from a sender that has shown who it is. */
export interface TrustedBody {
  readonly door: DoorName;
  readonly body: Buffer;
  readonly form: BodyForm;
  /** Told by a header. */
  readonly eventId?: string | undefined;
  readonly eventType?: string | undefined;
  /** Of the request that brought it, where traces are kept. */
  readonly traceparent?: string | undefined;
}

export interface Keeping {
  readonly places: EventPlaces;
  /** Keeps the event; resolves after the commit, with nothing when too many wait already. */
  readonly store: (event: TrustedEvent) => Promise<StoredEvent | undefined>;
  readonly logger: Logger;
  readonly metrics: DoorMetrics;
}

/** Answers our reference once the event is committed. Rejects with the Failure to answer. */
export type KeepEvent = (came: TrustedBody) => Promise<{ reference: string }>;

/** How long a sender is left without an answer; senders give up sooner or later, and repeat. */
const storagePatienceMs = 8_000;

/** What both doors do with a body, once it is known who sent it. */
export function keepEvent({ places, store, logger, metrics }: Keeping): KeepEvent {
  const read = ({ door, body, form, eventId, eventType, traceparent }: TrustedBody): TrustedEvent => {
    const text = textOf(body);
    if (eventType !== undefined && !isWord(eventType)) throw refusal('body-invalid', wordExpected('type'));
    const event = eventOf(parseBody(text, form), places, eventType);
    const hash = hashOf('sha256', body);
    if (eventId !== undefined && !isWord(eventId)) throw refusal('body-invalid', wordExpected('id'));
    const reference = newId();
    return {
      door,
      reference,
      eventId: eventId ?? event.eventId ?? deriveEventId(event, { hash, reference }),
      event,
      hash,
      body: text,
      receivedAt: new Date().toISOString(),
      traceparent,
    };
  };

  return async (came) => {
    const startedAt = performance.now();
    const trusted = read(came);
    const stored = await withinPatience(store(trusted));
    const result = stored.outcome === 'new' && trusted.event.document === undefined ? 'not-followed' : stored.outcome;
    metrics.received.inc({ door: came.door, result });
    logger[stored.outcome === 'reused' ? 'error' : 'info'](
      {
        door: came.door,
        result,
        eventId: trusted.eventId,
        eventType: trusted.event.eventType,
        document: trusted.event.document && documentKey(trusted.event.document),
        reference: stored.reference,
        bytes: came.body.length,
        durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
      },
      'event received',
    );
    return { reference: stored.reference };
  };
}

/** Runs what a door does with a request, and counts what it refuses. */
export async function countRefusals<T>(door: DoorName, metrics: DoorMetrics, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    metrics.received.inc({ door, result: thrown instanceof Failure ? thrown.code : 'failed' });
    throw thrown;
  }
}

const wordExpected = (what: string): string =>
  `The event ${what} in the header must be 1 to 200 printable ASCII characters.`;

function eventOf({ content, root }: ParsedBody, places: EventPlaces, eventType: string | undefined): WebhookEvent {
  const read = readEvent(content, places, { eventType, root });
  if ('problem' in read) throw refusal('body-invalid', `The body cannot be used: ${read.problem}.`);
  return read.event;
}

/** A write that takes longer may still succeed; the sender's repetition then finds it. */
async function withinPatience(storing: Promise<StoredEvent | undefined>): Promise<StoredEvent> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(away('The database does not answer in time.')), storagePatienceMs);
  try {
    const stored = await Promise.race([storing, late]);
    if (stored === undefined) throw away('Too many events wait for the database.');
    return stored;
  } finally {
    clearTimeout(timer);
  }
}

const away = (message: string): Failure =>
  new Failure(message, { code: 'storage-away', stage: 'storage', disposition: 'retry', retryAfterMs: 5_000 });
