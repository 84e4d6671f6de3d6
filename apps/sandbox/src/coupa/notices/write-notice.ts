import type { JsonObject } from '../../json.js';
import type { CoupaStore } from '../coupa-store.js';
import { placeCustomFields } from '../custom-fields.js';
import { showOrder } from '../orders.js';
import { toXml } from '../to-xml.js';

export type DocumentType = 'purchase_order' | 'supplier';

/** What is told, and of which document. */
export interface Event {
  readonly eventId: string;
  readonly eventType: string;
  readonly document: { readonly type: DocumentType; readonly id: number };
}

export interface Written {
  readonly contentType: string;
  readonly body: string;
}

/** The document as the API shows it. One that there is not has nothing but its id. */
function findDocument(store: CoupaStore, { type, id }: Event['document']): JsonObject {
  if (type === 'supplier') return placeCustomFields(store.suppliers.get(id) ?? { id }, store.settings);
  const order = store.orders.get(id);
  return order ? showOrder(store, order) : { id };
}

const ROOTS: Readonly<Record<DocumentType, string>> = { purchase_order: 'order-header', supplier: 'supplier' };

/**
 * The body of a webhook. Coupa documents none: in JSON it is the sandbox's own envelope, in XML the document itself under
 * the root that Coupa's XML has for it, as a call-out sends it.
 */
export function writeNotice(store: CoupaStore, event: Event, occurredAt: string): Written {
  const { eventId, eventType, document } = event;
  if (store.settings.webhookFormat === 'xml') {
    return { contentType: 'application/xml', body: toXml(ROOTS[document.type], findDocument(store, document)) };
  }
  const envelope = { event_id: eventId, event_type: eventType, occurred_at: occurredAt, document };
  return { contentType: 'application/json', body: JSON.stringify(envelope) };
}
