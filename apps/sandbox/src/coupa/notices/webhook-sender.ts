import { randomUUID } from 'node:crypto';
import { Agent, request } from 'undici';
import { CallLog } from '../../call-log.js';
import type { Clock } from '../../clock.js';
import { signBody } from '../../secrets.js';
import type { CoupaStore } from '../coupa-store.js';
import type { NoticeTraffic } from './notice-traffic.js';
import { writeNotice, type DocumentType, type Event, type Written } from './write-notice.js';

const TRIES_MAX = 10;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
const TIMEOUT_MS = 10_000;

export interface Notice extends Event {
  /** Signs with this in place of the true secret, to forge. */
  readonly secret?: string | undefined;
}

/** One notice and what became of it: a status for each try, null where no answer came. */
export interface Delivery extends Event, Written {
  readonly at: string;
  readonly statuses: (number | null)[];
}

export interface Receiver {
  readonly url: string | undefined;
  readonly secret: string;
}

const eventTypes: Readonly<Record<DocumentType, string>> = {
  purchase_order: 'purchase_order.issued',
  supplier: 'supplier.updated',
};

export const noticeOf = (type: DocumentType, id: number, eventType = eventTypes[type]): Notice => ({
  eventId: randomUUID(),
  eventType,
  document: { type, id },
});

const isRepeat = (known: Event, { eventType, document }: Event): boolean =>
  known.eventType === eventType && known.document.type === document.type && known.document.id === document.id;

/**
 * Sends signed notices. Coupa documents no signature for them: this one is the sandbox's own, hex HMAC-SHA256 of the raw
 * body and the event's id in headers.
 */
export class WebhookSender {
  readonly deliveries = new CallLog<Delivery>();
  private readonly agent = new Agent({ headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });

  constructor(
    private readonly clock: Clock,
    private readonly traffic: NoticeTraffic,
    private readonly store: CoupaStore,
    private receiver: Receiver,
  ) {}

  setReceiver(receiver: Partial<Receiver>): void {
    this.receiver = { ...this.receiver, ...receiver };
  }

  /** Sends in the background. */
  notify(notice: Notice): void {
    void this.send(notice);
  }

  /** Answers the last status; null if none came or the notice was lost. */
  async send(notice: Notice): Promise<number | null> {
    const first = this.deliveries.all().find(({ eventId }) => eventId === notice.eventId);
    const at = first?.at ?? this.clock.now().toISOString();
    // An event occurred once, however often it is told: its repeats are the same to the byte.
    const written = first && isRepeat(first, notice) ? first : writeNotice(this.store, notice, at);
    return this.traffic.send(written.body, () => this.deliver(notice, at, written));
  }

  async stop(): Promise<void> {
    await this.agent.destroy();
  }

  /** Tries until it is answered with anything but 5xx, at most ten times. */
  private async deliver(notice: Notice, at: string, { contentType, body }: Written): Promise<number | null> {
    const { eventId, eventType, document } = notice;
    const delivery: Delivery = { at, eventId, eventType, document, contentType, body, statuses: [] };
    this.deliveries.add(delivery);
    let last: number | null = null;
    for (let attempt = 0; attempt < TRIES_MAX && this.receiver.url !== undefined; attempt += 1) {
      if (attempt > 0) await this.clock.wait(Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS));
      last = await this.post(this.receiver.url, delivery, notice.secret ?? this.receiver.secret);
      delivery.statuses.push(last);
      if (last !== null && last < 500) break;
    }
    return last;
  }

  private async post(url: string, { contentType, body, eventId }: Delivery, secret: string): Promise<number | null> {
    try {
      const answer = await request(url, {
        method: 'POST',
        dispatcher: this.agent,
        headers: {
          'content-type': contentType,
          'x-coupa-signature': signBody(body, secret),
          'x-coupa-event-id': eventId,
        },
        body,
      });
      await answer.body.dump();
      return answer.statusCode;
    } catch {
      return null;
    }
  }
}
