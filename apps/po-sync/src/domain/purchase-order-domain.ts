import type { Domain } from '@sluice/reconciler/decision';
import { CoupaPurchaseOrder } from '@sluice/shared/coupa/purchase-order';
import { readHistoryScript } from './coupa/write-back-script.js';
import { decide } from './decide.js';
import { orderFingerprint } from './duplicate-fingerprint.js';
import { identifyOrder, orderFound, readBackScript } from './m3/identify-order.js';
import { observedOrder } from './m3/read-order-script.js';
import { orderHighlights } from './order-highlights.js';
import { confirmedOrder, coupaDestination, identityOf, type OrderView } from './order-view.js';
import type { PurchaseOrderSettings } from './settings.js';

/** What the reconciler must know about purchase orders. */
export const purchaseOrderDomain = (settings: PurchaseOrderSettings): Domain<CoupaPurchaseOrder> => ({
  type: 'purchase-order',
  parse: (stored) => CoupaPurchaseOrder.parse(stored),
  decide: (view) => decide(view, settings),
  lookups: ['mapping.v1', 'xref.supplier.v1', 'xref.m3-metadata.v1'],
  fingerprint: orderFingerprint(settings),
  describe,
  observed: (_destination, outcome, view) => orderFound(outcome, view, settings),
  identify: (destination, outcome, view) =>
    destination === coupaDestination ? undefined : identifyOrder(outcome, view, settings),
  readBack: (destination, view) =>
    destination === coupaDestination
      ? readHistoryScript({ orderId: view.document.id, integration: settings.integrationCode })
      : readBackScript(view, settings),
  documentBehind: ({ topic, key }) => (topic === 'xref.supplier.v1' ? { type: 'supplier', id: key } : undefined),
});

function describe(view: OrderView): ReturnType<Domain<CoupaPurchaseOrder>['describe']> {
  const name = view.desired?.supplier?.name;
  const title = `PO ${view.desired?.['po-number'] ?? view.document.id}${name === undefined ? '' : ` · ${name}`}`;
  const confirmed = confirmedOrder(view);
  const { orderNumber } = identityOf(view);
  const highlights =
    view.desired === undefined
      ? []
      : orderHighlights(
          view.desired,
          confirmed !== undefined && 'supplier' in confirmed ? confirmed.supplier : undefined,
        );
  const known = { title, ...(highlights.length > 0 && { highlights }) };
  if (confirmed === undefined || orderNumber === undefined) return known;
  // AddHead gives a number at once; it is shown as M3's only when M3 has been seen to hold an order under it.
  const state = observedOrder(view, orderNumber)?.state;
  if (state !== 'present' && state !== 'held') return known;
  return { ...known, m3: { company: confirmed.company, number: orderNumber } };
}
