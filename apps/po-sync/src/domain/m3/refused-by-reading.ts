import { send } from '@sluice/reconciler/decision';
import type { Refusal } from '@sluice/translation/decide-findings';
import { orderDestination, type OrderDecision, type OrderView } from '../order-view.js';
import type { PurchaseOrderSettings } from '../settings.js';
import type { ConfirmedOrder } from './order-in-m3.js';
import { readHead, readOrderScript } from './read-order-script.js';

/**
 * A refusal by what M3 was read to hold. Whoever corrects it over there tells nobody, so whatever decides again, a
 * person's retry or a new snapshot, asks M3 once more. The outcomes of our own write-back decide again as well and must
 * not: they come while the reading is fresh, so only a person gets past that.
 */
export function refusedByReading(
  view: OrderView,
  place: Pick<ConfirmedOrder, 'company' | 'division'>,
  number: string,
  refusal: Refusal,
  { checksFreshForMs }: PurchaseOrderSettings,
): OrderDecision {
  const maxAgeMs = view.askedBy === undefined ? checksFreshForMs : 0;
  if (view.destination(orderDestination).fresh(readHead(number), maxAgeMs) !== undefined) return refusal;
  // Until the answer is there the problems stand, so that Coupa is not told anything else meanwhile.
  const { because, problems } = refusal;
  return { ...send(readOrderScript(place, number), { because }), problems };
}
