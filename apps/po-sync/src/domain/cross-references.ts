import type { StateMessage } from '@sluice/reconciler/decision';
import type { OrderInM3, OrderLineInM3 } from './translate/order-in-m3.js';

/**
 * One message a line of Coupa's, by which receipts and invoices find the line in M3: all of its parts, where it is split
 * over several accounts.
 */
export function crossReferences(purchaseOrderId: string, order: OrderInM3, orderNumber: string): StateMessage[] {
  const parts = Map.groupBy(order.lines, ({ coupaLineId }) => coupaLineId);
  return [...parts].map(([coupaLineId, [first, ...others]]) => ({
    topic: 'xref.purchase-order.v1',
    key: coupaLineId,
    value: {
      lineId: coupaLineId,
      purchaseOrderId,
      company: order.company,
      orderNumber,
      ...placeOf(first),
      ...(others.length > 0 && { parts: [first, ...others].map(placeOf) }),
    },
  }));
}

const placeOf = (line: OrderLineInM3 | undefined) => ({ line: String(line?.number ?? ''), subline: '0' });
