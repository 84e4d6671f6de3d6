import { done, refused, type Decisions } from '@sluice/reconciler/decision';
import { notHandedOut } from '@sluice/shared/coupa/not-handed-out';
import { notToBeOrdered } from './check-order.js';
import { createOrder } from './m3-leg/create-order.js';
import { decideFindings } from './translate/decide-findings.js';
import { followOrder } from './m3-leg/follow-order.js';
import { coupaLeg, type OrderDecision } from './coupa-leg/order-in-coupa.js';
import { type ConfirmedOrder, orderLeg } from './translate/order-in-m3.js';
import { orderToM3 } from './translate/order-to-m3.js';
import type { OrderView } from './order-view.js';
import type { PurchaseOrderSettings } from './settings.js';
import { writeBack } from './coupa-leg/write-back.js';

/** An order that M3 has confirmed is followed; one that it has not is ordered if it is to be. Coupa is told what became of it. */
export function decide(view: OrderView, settings: PurchaseOrderSettings): Decisions {
  const confirmed = view.leg(orderLeg).acknowledged as ConfirmedOrder | undefined;
  const decision = confirmed === undefined ? order(view, settings) : followOrder(view, confirmed, settings);
  const back = writeBack(view, decision, settings);
  return { [orderLeg]: decision, ...(back !== undefined && { [coupaLeg]: back }) };
}

function order(view: OrderView, settings: PurchaseOrderSettings): OrderDecision {
  if (view.removed)
    return done('Ignored', {
      because: { code: 'removed-in-coupa', message: 'Coupa removed the order, and M3 never held it' },
    });
  if (view.desired === undefined) return refused(notHandedOut('order', view.unavailable));
  const ended = notToBeOrdered(view.desired);
  if (ended !== undefined) return ended;
  const wanted = orderToM3(view.desired, { look: view.look, settings, now: view.now, placed: false });
  if ('order' in wanted) return createOrder(view, wanted.order, settings);
  return decideFindings(wanted.findings);
}
