import type { JsonObject } from '../json.js';
import { CoupaRefusal } from './coupa-refusal.js';
import type { CoupaStore } from './coupa-store.js';

/** @throws {CoupaRefusal} 404 */
export function findOrder(store: CoupaStore, id: number): JsonObject {
  const order = store.orders.get(id);
  if (!order) throw new CoupaRefusal(404, { base: [`There is no purchase order ${id}`] });
  return order;
}
