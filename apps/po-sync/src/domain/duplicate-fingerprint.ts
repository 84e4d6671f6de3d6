import type { DocumentRef } from '@sluice/shared/document';
import type { DuplicateFingerprint } from '@sluice/reconciler/decision';
import type { CoupaOrderLine, CoupaPurchaseOrder } from '@sluice/shared/coupa/purchase-order';
import { documentKey } from '@sluice/shared/document';
import { readMoment } from '@sluice/shared/moment';
import type { Reason } from '@sluice/shared/status';
import { meaningOf } from './check-order.js';
import type { PurchaseOrderSettings } from './settings.js';

/** Orders are possible duplicates by what is bought, from whom and for how much, whatever their numbers, dates and texts. */
export const orderFingerprint = ({
  duplicateWithinMs,
}: PurchaseOrderSettings): DuplicateFingerprint<CoupaPurchaseOrder> | undefined =>
  duplicateWithinMs === 0 ? undefined : { of: fingerprintOf, withinMs: duplicateWithinMs };

function fingerprintOf(order: CoupaPurchaseOrder): { content: string; at: string } | undefined {
  const at = readMoment(order['created-at'] ?? '');
  if (at === undefined || meaningOf(order) !== 'order') return undefined;
  const lines = (order['order-lines'] ?? [])
    .filter(({ status }) => status !== 'cancelled' && status !== 'canceled')
    .map((line) => JSON.stringify(boughtBy(line)))
    .toSorted();
  return {
    content: JSON.stringify([order.supplier?.id, order.currency?.code, lines]),
    at: at.toISOString(),
  };
}

const boughtBy = ({ item, description, quantity, uom, price, total }: CoupaOrderLine) => [
  item?.['item-number'] ?? description,
  quantity,
  uom?.code,
  price,
  total,
];

/** The remark on an order that has the same content as an earlier one; `undefined` where there is none. */
export const possibleDuplicateReason = (possibleDuplicates: readonly DocumentRef[]): Reason | undefined =>
  possibleDuplicates.length === 0
    ? undefined
    : {
        code: 'possible-duplicate',
        message: `Same supplier, items and amount as ${possibleDuplicates.map(documentKey).join(', ')}, ordered shortly before`,
      };
