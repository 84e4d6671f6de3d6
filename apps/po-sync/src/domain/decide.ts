import { done, refused, type Decisions } from '@sluice/reconciler/decision';
import { unavailableReason } from '@sluice/shared/coupa/unavailable-reason';
import { notToBeOrdered } from './check-order.js';
import { createOrder } from './m3/create-order.js';
import { decideFindings } from './translate/decide-findings.js';
import { followOrder } from './m3/follow-order.js';
import { coupaDestination, type OrderDecision } from './coupa/order-in-coupa.js';
import { type ConfirmedOrder, orderDestination } from './translate/order-in-m3.js';
import { orderToM3 } from './translate/order-to-m3.js';
import type { OrderView } from './order-view.js';
import type { PurchaseOrderSettings } from './settings.js';
import { writeBack } from './coupa/write-back.js';

/** An order that M3 has confirmed is followed; one that it has not is ordered if it is to be. Coupa is told what became of it. */
export function decide(view: OrderView, settings: PurchaseOrderSettings): Decisions {
  const confirmed = view.destination(orderDestination).acknowledged as ConfirmedOrder | undefined;
  const decision = confirmed === undefined ? order(view, settings) : followOrder(view, confirmed, settings);
  const back = writeBack(view, decision, settings);
  return { [orderDestination]: decision, ...(back !== undefined && { [coupaDestination]: back }) };
}

function order(view: OrderView, settings: PurchaseOrderSettings): OrderDecision {
  if (view.removed)
    return done('Ignored', {
      because: { code: 'removed-in-coupa', message: 'Coupa removed the order, and M3 never held it' },
    });
  if (view.desired === undefined) return refused(unavailableReason('order', view.unavailable));
  const ended = notToBeOrdered(view.desired);
  if (ended !== undefined) return ended;
  const wanted = orderToM3(view.desired, { lookup: view.lookup, settings, now: view.now, placed: false });
  if ('order' in wanted) return createOrder(view, wanted.order, settings);
  return decideFindings(wanted.findings);
}
