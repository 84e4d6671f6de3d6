import { send } from '@sluice/reconciler/decision';
import type { Refusal } from '../translate/decide-findings.js';
import type { OrderDecision } from '../coupa/order-in-coupa.js';
import type { ConfirmedOrder } from '../translate/order-in-m3.js';
import type { OrderView } from '../order-view.js';
import { readOrderScript } from './read-order-script.js';
import type { PurchaseOrderSettings } from '../settings.js';

/**
 * A refusal by what M3 was read to hold. Who corrects it over there tells nobody, so whatever decides again, a person's
 * retry or a new snapshot, asks M3 once more. The outcomes of our own write-back decide again as well and must not: they
 * come while the reading is fresh, so only a person gets past that.
 */
export function refusedByReading(
  view: OrderView,
  place: Pick<ConfirmedOrder, 'company' | 'division'>,
  number: string,
  refusal: Refusal,
  { checksFreshForMs }: PurchaseOrderSettings,
): OrderDecision {
  const head = view.fact('read-head');
  if (head === undefined || head.justRead) return refusal;
  const isFresh = Date.parse(view.now) - Date.parse(head.readAt) < checksFreshForMs;
  if (isFresh && view.askedBy === undefined) return refusal;
  // Until the answer is there the problems stand, so that Coupa is not told anything else meanwhile.
  const { because, problems } = refusal;
  return { ...send(readOrderScript(place, number), { because }), problems };
}
