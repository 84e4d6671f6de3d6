import type { OrderInM3 } from '../src/domain/translate/order-in-m3.js';
import { orderToM3 } from '../src/domain/translate/order-to-m3.js';
import type { PurchaseOrderSettings } from '../src/domain/settings.js';
import type { Json } from './coupa.js';
import { given, type Known } from './given.js';
import { settings } from './settings.js';

/** An order of Coupa's in M3's words, or what stands in the way. */
export function translate(order: Json, known: Known = {}, changed: Partial<PurchaseOrderSettings> = {}) {
  const view = given({ order, ...known });
  if (view.desired === undefined) throw new Error('the fixture has no order');
  return orderToM3(view.desired, {
    lookup: view.lookup,
    settings: { ...settings, ...changed },
    now: view.now,
    placed: false,
  });
}

export function target(order: Json, known: Known = {}, changed: Partial<PurchaseOrderSettings> = {}): OrderInM3 {
  const result = translate(order, known, changed);
  if (!('order' in result)) throw new Error(JSON.stringify(result.findings));
  return result.order;
}

export function problems(order: Json, known: Known = {}, changed: Partial<PurchaseOrderSettings> = {}) {
  const result = translate(order, known, changed);
  return 'findings' in result ? result.findings.problems : [];
}
