import type { Domain } from '@sluice/reconciler/decision';
import { CoupaPurchaseOrder } from '@sluice/shared/coupa/purchase-order';
import { confirmedNumbersIn } from './m3/find-order-script.js';
import { decide } from './decide.js';
import { orderFingerprint } from './duplicate-fingerprint.js';
import { numberOf } from './m3/order-number.js';
import { type ConfirmedOrder, type OrderFoundInM3, type OrderInM3, orderDestination } from './translate/order-in-m3.js';
import type { OrderView } from './order-view.js';
import { orderSeen } from './m3/read-order-script.js';
import type { PurchaseOrderSettings } from './settings.js';

/** What the reconciler must know about purchase orders. */
export const purchaseOrderDomain = (settings: PurchaseOrderSettings): Domain<CoupaPurchaseOrder> => ({
  type: 'purchase-order',
  parse: (stored) => CoupaPurchaseOrder.parse(stored),
  decide: (view) => decide(view, settings),
  fingerprint: orderFingerprint(settings),
  describe,
  held: (destination, outcome, view): OrderFoundInM3 => {
    const { inFlight, last } = view.destination(destination);
    const asked = (inFlight ?? last)?.target as OrderInM3 | undefined;
    const reference = asked?.reference ?? view.desired?.['po-number'] ?? view.document.id;
    const confirm = outcome.steps.find(({ id }) => id === 'confirm');
    return {
      company: asked?.company ?? settings.company,
      division: asked?.division ?? settings.division,
      reference,
      found: confirmedNumbersIn(confirm?.records ?? [], reference),
    };
  },
});

function describe(view: OrderView): ReturnType<Domain<CoupaPurchaseOrder>['describe']> {
  const name = view.desired?.supplier?.name;
  const title = `PO ${view.desired?.['po-number'] ?? view.document.id}${name === undefined ? '' : ` · ${name}`}`;
  const confirmed = view.destination(orderDestination).acknowledged as ConfirmedOrder | undefined;
  const number = confirmed === undefined ? undefined : numberOf(view, confirmed);
  // AddHead gives a number at once; it is shown as M3's only when M3 has been seen to hold an order under it.
  const seen = orderSeen(view.fact('read-head'), view.fact('read-lines'));
  if (confirmed === undefined || number === undefined || (seen?.is !== 'there' && seen?.is !== 'held'))
    return { title };
  return { title, m3: { company: confirmed.company, number } };
}
