import type { Script } from '@sluice/reconciler/decision';
import type { Outcome } from '@sluice/shared/messages/outcome';
import { identityOf, orderDestination, type OrderView } from '../order-view.js';
import type { PurchaseOrderSettings } from '../settings.js';
import { entryNumberGiven, orderNumberGiven } from './create-order-script.js';
import { findOrderScript, numbersWithReference } from './find-order-script.js';
import type { ConfirmedOrder, OrderFoundInM3 } from './order-in-m3.js';
import { readOrderScript } from './read-order-script.js';

/**
 * How M3 calls the order, as far as an outcome tells: the number that AddHead answered, or that of the one order which
 * carries our reference. Which of several is right is not guessed.
 */
export function identifyOrder(
  outcome: Outcome,
  view: OrderView,
  settings: PurchaseOrderSettings,
): Readonly<Record<string, string>> | undefined {
  const numbers = numbersWithReference(outcome, orderAtStake(view, settings).reference);
  const orderNumber = numbers.length === 1 ? numbers[0] : orderNumberGiven(outcome);
  const entryNumber = entryNumberGiven(outcome);
  if (orderNumber === undefined && entryNumber === undefined) return undefined;
  return { ...(orderNumber !== undefined && { orderNumber }), ...(entryNumber !== undefined && { entryNumber }) };
}

/** What stands in for the order where M3 turned out to hold it already. */
export function orderFound(outcome: Outcome, view: OrderView, settings: PurchaseOrderSettings): OrderFoundInM3 {
  const order = orderAtStake(view, settings);
  return { ...order, found: numbersWithReference(outcome, order.reference) };
}

/**
 * What M3 holds of an order after a write that ended half-way: by its number; before there is one, the entry cannot have
 * been finished, and a search by our reference is enough.
 */
export function readBackScript(view: OrderView, settings: PurchaseOrderSettings): Script {
  const order = orderAtStake(view, settings);
  const { orderNumber } = identityOf(view);
  return orderNumber === undefined ? findOrderScript(order, settings) : readOrderScript(order, orderNumber);
}

/** Where in M3 the order is, or was to be made, and our reference on it. */
function orderAtStake(
  { destination, desired, document }: OrderView,
  settings: PurchaseOrderSettings,
): Pick<ConfirmedOrder, 'company' | 'division' | 'reference'> {
  const { inFlight, last, refused, acknowledged } = destination(orderDestination);
  const sent = (inFlight?.target ?? last?.target ?? refused?.target ?? acknowledged) as ConfirmedOrder | undefined;
  if (sent !== undefined) return { company: sent.company, division: sent.division, reference: sent.reference };
  return {
    company: settings.company,
    division: settings.division,
    reference: desired?.['po-number'] ?? document.id,
  };
}
