import type { WebhookEvent } from '../event/read-event.js';

/** The ways in which Coupa announces something. */
export type Channel = 'webhook' | 'call-out';

/** An event whose sender is known, ready to be kept. */
export interface TrustedEvent {
  readonly channel: Channel;
  /** Ours, for this delivery. */
  readonly reference: string;
  readonly eventId: string;
  readonly event: WebhookEvent;
  /** SHA-256 of the body's bytes, in hex. */
  readonly hash: string;
  /** SHA-256 of what tells the event from any other, in hex; absent where nothing but its id does. */
  readonly fingerprint?: string | undefined;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  /** Of the request that brought it, where traces are kept. */
  readonly traceparent?: string | undefined;
}
