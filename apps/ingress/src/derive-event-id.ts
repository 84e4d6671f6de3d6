import type { WebhookEvent } from './read-event.js';

/**
 * The id of an event whose sender gave it none: the document, its state and the body. Coupa documents no event id; the
 * same state announced twice must count as one event. The hash of the body keeps two events apart whose body names no state.
 */
export function deriveEventId({ document, eventType, state }: WebhookEvent, bodyHash: string): string {
  const what = document === undefined ? (eventType ?? 'unknown') : `${document.type}/${document.id}`;
  return ['derived', what, state.revision ?? state.updatedAt ?? '', state.status ?? '', bodyHash].join(':');
}
