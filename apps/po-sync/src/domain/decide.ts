import { done, refused, type Decision, type Decisions } from '@sluice/reconciler/decision';
import { unavailableReason } from '@sluice/shared/coupa/unavailable-reason';
import { notOursToOrder, notToBeOrdered } from './check-order.js';
import { writeBack } from './coupa/write-back.js';
import { createOrder } from './m3/create-order.js';
import { followOrder } from './m3/follow-order.js';
import {
  confirmedOrder,
  coupaDestination,
  identityOf,
  orderDestination,
  type OrderDecision,
  type OrderView,
} from './order-view.js';
import type { PurchaseOrderSettings } from './settings.js';

/** What M3 must be told about an order, and then what Coupa must be told about the order in M3. */
export function decide(view: OrderView, settings: PurchaseOrderSettings): Decisions {
  const decision = decideForM3(view, settings);
  const back = writeBack(view, decision, settings);
  return { [orderDestination]: decision, ...(back !== undefined && { [coupaDestination]: back }) };
}

/** The first of these cases that holds. */
function decideForM3(view: OrderView, settings: PurchaseOrderSettings): OrderDecision {
  const confirmed = confirmedOrder(view);
  if (confirmed !== undefined) return followOrder(view, confirmed, settings);
  if (view.removed) return removedInTime;
  if (view.desired === undefined) return refused(unavailableReason('order', view.unavailable));
  const isBegun = identityOf(view).orderNumber !== undefined;
  return (
    notToBeOrdered(view.desired) ??
    (isBegun ? undefined : notOursToOrder(view.desired, settings)) ??
    createOrder(view, view.desired, settings)
  );
}

const removedInTime: Decision = done('Ignored', {
  because: { code: 'removed-in-coupa', message: 'Coupa removed the order, and M3 never held it' },
});
