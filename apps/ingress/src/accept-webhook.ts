import { createHash } from 'node:crypto';
import { newId } from '@sluice/runtime/ids';
import type { Logger } from '@sluice/runtime/logging/logger';
import { Failure } from '@sluice/shared/failure';
import { documentKey } from '@sluice/shared/document';
import { deriveEventId } from './derive-event-id.js';
import { limitLogLines } from './limit-log-lines.js';
import { isEventId, readEvent, type WebhookEvent } from './read-event.js';
import type { SignedEvent, StoredEvent } from './store-events.js';
import { verifySignature } from './verify-signature.js';
import type { WebhookMetrics } from './webhook-metrics.js';

/** A webhook as it came over HTTP. */
export interface Webhook {
  readonly body: Buffer;
  readonly contentType: string | undefined;
  readonly signature: string | undefined;
  readonly eventId: string | undefined;
}

export interface Door {
  readonly secrets: readonly string[];
  /** Keeps the event; resolves after the commit, with nothing when too many wait already. */
  readonly store: (event: SignedEvent) => Promise<StoredEvent | undefined>;
  readonly logger: Logger;
  readonly metrics: WebhookMetrics;
}

/** How long a sender is left without an answer; senders give up sooner or later, and repeat. */
const storagePatienceMs = 8_000;
const forgeryLinePeriodMs = 10_000;

export type AcceptWebhook = (webhook: Webhook) => Promise<{ reference: string }>;
/** Injection token of the function. */
export const AcceptWebhook = Symbol('AcceptWebhook');

/**
 * Lets a webhook in: checks it, keeps it and gives our reference once it is committed. Rejects with the Failure to
 * answer. Nothing of a body is read before its signature was found good.
 */
export function acceptWebhook({ secrets, store, logger, metrics }: Door): AcceptWebhook {
  const passForgery = limitLogLines(forgeryLinePeriodMs);

  const read = ({ body, contentType, signature, eventId }: Webhook): SignedEvent => {
    if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType ?? ''))
      throw input('content-type-unsupported', `The content type must be application/json, not "${contentType ?? ''}".`);
    if (!verifySignature(body, signature, secrets)) {
      const keptBack = passForgery(performance.now());
      if (keptBack !== undefined) logger.warn({ keptBack }, 'a webhook with a bad signature was refused');
      throw input('signature-invalid', 'The signature does not fit this body.');
    }
    const text = textOf(body);
    const event = eventOf(text);
    const hash = createHash('sha256').update(body).digest('hex');
    if (eventId !== undefined && !isEventId(eventId))
      throw input('body-invalid', 'The event id in the header must be 1 to 200 printable ASCII characters.');
    return {
      reference: newId(),
      eventId: eventId ?? event.eventId ?? deriveEventId(event, hash),
      event,
      hash,
      body: text,
      receivedAt: new Date().toISOString(),
    };
  };

  return async (webhook) => {
    const startedAt = performance.now();
    try {
      const signed = read(webhook);
      const stored = await withinPatience(store(signed));
      const result = stored.outcome === 'new' && signed.event.document === undefined ? 'not-followed' : stored.outcome;
      metrics.received.inc({ result });
      logger[stored.outcome === 'reused' ? 'error' : 'info'](
        {
          result,
          eventId: signed.eventId,
          eventType: signed.event.eventType,
          document: signed.event.document && documentKey(signed.event.document),
          reference: stored.reference,
          bytes: webhook.body.length,
          durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
        },
        'webhook received',
      );
      return { reference: stored.reference };
    } catch (thrown) {
      metrics.received.inc({ result: thrown instanceof Failure ? thrown.code : 'failed' });
      throw thrown;
    }
  };
}

function textOf(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (cause) {
    throw input('body-invalid', 'The body is not UTF-8 text.', cause);
  }
}

function eventOf(text: string): WebhookEvent {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw input('body-invalid', 'The body is not JSON.', cause);
  }
  const read = readEvent(json);
  if ('problem' in read) throw input('body-invalid', `The body cannot be used: ${read.problem}.`);
  return read.event;
}

/** A write that takes longer may still succeed; the sender's repetition then finds it. */
async function withinPatience(storing: Promise<StoredEvent | undefined>): Promise<StoredEvent> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(away('The database does not answer in time.')), storagePatienceMs);
  try {
    const stored = await Promise.race([storing, late]);
    if (stored === undefined) throw away('Too many webhooks wait for the database.');
    return stored;
  } finally {
    clearTimeout(timer);
  }
}

const away = (message: string): Failure =>
  new Failure(message, { code: 'storage-away', stage: 'storage', disposition: 'retry', retryAfterMs: 5_000 });

const input = (
  code: 'content-type-unsupported' | 'signature-invalid' | 'body-invalid',
  message: string,
  cause?: unknown,
): Failure => new Failure(message, { code, stage: 'input', disposition: 'park', cause });
