import type { StateMessage } from '@sluice/reconciler/decision';
import type { OrderInM3 } from './order-in-m3.js';

/** One message a line of Coupa's, by which receipts and invoices find the line in M3. */
export const crossReferences = (purchaseOrderId: string, order: OrderInM3, orderNumber: string): StateMessage[] =>
  order.lines.map(({ coupaLineId, number }) => ({
    topic: 'xref.purchase-order.v1',
    key: coupaLineId,
    value: {
      lineId: coupaLineId,
      purchaseOrderId,
      company: order.company,
      orderNumber,
      line: String(number),
      subline: '0',
    },
  }));
