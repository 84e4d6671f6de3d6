import type { WebhookEvent } from './read-event.js';

/** What came without an id: the SHA-256 of its body, and our reference for this delivery. */
export interface Delivery {
  readonly hash: string;
  readonly reference: string;
}

/**
 * The id of an event whose sender gave it none: the document, its state and the body. Coupa documents no event id; the
 * same state announced twice must count as one event. Where the body says neither which state it is about nor when it
 * happened, two changes may look alike to the byte, so each delivery counts: one too many costs a read, one too few an order.
 */
export function deriveEventId({ document, eventType, occurredAt, state }: WebhookEvent, came: Delivery): string {
  const what = document === undefined ? (eventType ?? 'unknown') : `${document.type}/${document.id}`;
  const which = state.revision ?? state.updatedAt ?? occurredAt ?? came.reference;
  return ['derived', what, which, state.status ?? '', came.hash].join(':');
}
