import type { Logger } from '@sluice/runtime/logging/logger';
import { readDate } from '@sluice/shared/moment';
import type { InboundMetrics } from '../inbound-metrics.js';
import { bodyForm } from '../event/body-form.js';
import { countRefusals, type Accepted, type KeepEvent } from '../inbox/keep-event.js';
import { limitLogLines } from '../limit-log-lines.js';
import { refusal } from '../refusal.js';
import { verifySignature, type SignatureForm } from './verify-signature.js';

/** A webhook as it came over HTTP. */
export interface Webhook {
  readonly body: Buffer;
  readonly contentType: string | undefined;
  readonly signature: string | undefined;
  readonly timestamp: string | undefined;
  readonly eventId: string | undefined;
  readonly eventType: string | undefined;
  readonly traceparent: string | undefined;
}

export interface WebhookOptions {
  readonly keys: readonly (string | Uint8Array)[];
  readonly form: SignatureForm;
  readonly signedText: 'auto' | 'body' | 'timestamp.body' | 'id.timestamp.body';
  readonly toleranceMs: number;
  readonly keep: KeepEvent;
  readonly logger: Logger;
  readonly metrics: InboundMetrics;
}

const forgeryLinePeriodMs = 10_000;

export type AcceptWebhook = (webhook: Webhook) => Promise<Accepted>;
/** Injection token of the function. */
export const AcceptWebhook = Symbol('AcceptWebhook');

/**
 * Lets a webhook in: checks it, keeps it and gives our reference once it is committed. Rejects with the Failure to
 * answer. Nothing of a body is read before its signature was found good.
 */
export function acceptWebhook({ keep, logger, metrics, ...signing }: WebhookOptions): AcceptWebhook {
  const passForgery = limitLogLines(forgeryLinePeriodMs);

  return ({ body, contentType, signature, timestamp, eventId, eventType, traceparent }) =>
    countRefusals('webhook', metrics, () => {
      const form = bodyForm(contentType);
      const checked = check(signing, { body, signature, timestamp, eventId });
      if ('problem' in checked) {
        const { problem } = checked;
        const keptBack = passForgery(performance.now());
        if (keptBack !== undefined) logger.warn({ keptBack, problem }, 'a webhook with a bad signature was refused');
        throw refusal('signature-invalid', problem);
      }
      return keep({ channel: 'webhook', body, form, eventId, eventType, traceparent, ...checked });
    });
}

type Signing = Pick<WebhookOptions, 'keys' | 'form' | 'signedText' | 'toleranceMs'>;
type Signed = Pick<Webhook, 'body' | 'signature' | 'timestamp' | 'eventId'>;

/** The timestamp that was signed, if one was. It is believed, and looked at, only once the signature over it was found good. */
function check(
  { keys, form, signedText, toleranceMs }: Signing,
  { body, signature, timestamp = '', eventId = '' }: Signed,
): { readonly signedTimestamp?: string } | { readonly problem: string } {
  const isSigned = (...parts: (string | Uint8Array)[]): boolean => verifySignature(parts, signature, keys, form);
  // Whoever takes the timestamp away, or signs nothing but the body, has no signature for the other text.
  const withTimestamp = signedText === 'auto' ? timestamp !== '' : signedText !== 'body';
  const before = signedText === 'id.timestamp.body' ? [eventId, '.'] : [];
  if (withTimestamp && isSigned(...before, timestamp, '.', body)) {
    if (isTimely(timestamp, Date.now(), toleranceMs)) return { signedTimestamp: timestamp };
    return {
      problem: 'The signed timestamp is too far from our clock: an old webhook sent again, or a clock that is wrong.',
    };
  }
  if ((signedText === 'auto' || signedText === 'body') && isSigned(body)) return {};
  return { problem: 'The signature does not fit this body.' };
}

/**
 * Whether a time of sending is close enough to now. Written as seconds or milliseconds since 1970, or in ISO 8601 with
 * an offset; what cannot be read is not timely.
 */
export function isTimely(written: string, nowMs: number, toleranceMs: number): boolean {
  const sentAt = readTime(written);
  return sentAt !== undefined && Math.abs(nowMs - sentAt) <= toleranceMs;
}

/** Ten digits of seconds reach until 2286; the same time in milliseconds has thirteen. */
function readTime(written: string): number | undefined {
  if (/^\d{9,10}$/.test(written)) return Number(written) * 1000;
  if (/^\d{12,13}$/.test(written)) return Number(written);
  const date = readDate(written);
  return date !== undefined && 'moment' in date ? date.moment.getTime() : undefined;
}
