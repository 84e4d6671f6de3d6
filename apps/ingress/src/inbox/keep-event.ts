import { hash as hashOf } from 'node:crypto';
import { newId } from '@sluice/runtime/ids';
import type { Logger } from '@sluice/runtime/logging/logger';
import { documentKey } from '@sluice/shared/document';
import { Failure } from '@sluice/shared/failure';
import type { InboundMetrics } from '../inbound-metrics.js';
import type { BodyForm } from '../event/body-form.js';
import { parseBody, textOf, type ParsedBody } from '../event/parse-body.js';
import {
  deriveEventId,
  isWord,
  noteOf,
  readEvent,
  saysWhich,
  type EventPlaces,
  type WebhookEvent,
} from '../event/read-event.js';
import { refusal } from '../refusal.js';
import type { StoredEvent } from './store-events.js';
import type { Channel, TrustedEvent } from './trusted-event.js';

/** What came in, from a sender that has shown who it is. */
export interface TrustedBody {
  readonly channel: Channel;
  readonly body: Buffer;
  readonly form: BodyForm;
  /** As a header says. */
  readonly eventId?: string | undefined;
  readonly eventType?: string | undefined;
  /** The time of sending, where the sender has signed it. */
  readonly signedTimestamp?: string | undefined;
  /** Of the request that brought it, where traces are kept. */
  readonly traceparent?: string | undefined;
}

export interface Keeping {
  readonly places: EventPlaces;
  /** Keeps the event; resolves after the commit, with nothing when too many wait already. */
  readonly store: (event: TrustedEvent) => Promise<StoredEvent | undefined>;
  readonly logger: Logger;
  readonly metrics: InboundMetrics;
}

/** The answer to what was let in: our reference, and in words where nothing follows from it. */
export interface Accepted {
  readonly reference: string;
  readonly note?: string;
}

/** Answers once the event is committed. Rejects with the Failure to answer. */
export type KeepEvent = (came: TrustedBody) => Promise<Accepted>;

/** How long a sender is left without an answer; senders give up sooner or later, and repeat. */
const storagePatienceMs = 8_000;

/** What is done with the body of a webhook or a call-out, once it is known who sent it. */
export function keepEvent({ places, store, logger, metrics }: Keeping): KeepEvent {
  const read = (came: TrustedBody): TrustedEvent => {
    const { channel, body, form, eventId, eventType, signedTimestamp, traceparent } = came;
    const text = textOf(body);
    if (eventType !== undefined && !isWord(eventType)) throw refusal('body-invalid', wordExpected('type'));
    const event = eventOf(parseBody(text, form), places, eventType);
    const hash = hashOf('sha256', body);
    if (eventId !== undefined && !isWord(eventId)) throw refusal('body-invalid', wordExpected('id'));
    const reference = newId();
    return {
      channel,
      reference,
      eventId: eventId ?? event.eventId ?? deriveEventId(event, { hash, reference }),
      event,
      hash,
      fingerprint: fingerprintOf(event, { body, hash, signedTimestamp }),
      receivedAt: new Date().toISOString(),
      traceparent,
    };
  };

  return async (came) => {
    const startedAt = performance.now();
    const trusted = read(came);
    const stored = await withinPatience(store(trusted));
    const result = stored.outcome === 'new' && trusted.event.document === undefined ? 'not-followed' : stored.outcome;
    metrics.received.inc({ channel: came.channel, result });
    logger[stored.outcome === 'reused' ? 'error' : 'info'](
      {
        channel: came.channel,
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
    const note = noteOf(trusted.event);
    return { reference: stored.reference, ...(note !== undefined && { note }) };
  };
}

/**
 * By what an event is known again under another id. A body that says which event, which state or when it is about is about
 * one event; of others only a time of sending that was signed tells one from the next, as two changes may look alike to the byte.
 */
function fingerprintOf(
  event: WebhookEvent,
  { body, hash, signedTimestamp }: { body: Buffer; hash: string; signedTimestamp: string | undefined },
): string | undefined {
  if (saysWhich(event)) return hash;
  if (signedTimestamp === undefined) return undefined;
  return hashOf('sha256', Buffer.concat([Buffer.from(`${signedTimestamp}.`), body]));
}

/** Runs what is done with a request, and counts it where it is refused. */
export async function countRefusals<T>(channel: Channel, metrics: InboundMetrics, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    metrics.received.inc({ channel, result: thrown instanceof Failure ? thrown.code : 'failed' });
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
