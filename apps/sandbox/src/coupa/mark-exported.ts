import type { JsonObject } from '../json.js';
import type { CoupaStore } from './coupa-store.js';
import { findOrder } from './find-order.js';

/**
 * Sets or clears the exported mark. It is no change of the order: the revision stays, but the order was touched, and a
 * reader by `updated-at` meets it again.
 */
export function markExported(store: CoupaStore, id: number, exported: boolean): JsonObject {
  const now = store.now();
  const order = {
    ...findOrder(store, id),
    exported,
    ...(exported ? { 'last-exported-at': now } : {}),
    'updated-at': now,
  };
  store.orders.set(id, order);
  return order;
}
