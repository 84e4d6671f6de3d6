import { done, refused, type Decision } from '@sluice/reconciler/decision';
import type { CoupaPurchaseOrder } from '@sluice/shared/coupa/purchase-order';
import { textOfWord } from '@sluice/shared/open-enum';
import { dateToM3, noDate } from '@sluice/translation/date-to-m3';
import type { PurchaseOrderSettings } from './settings.js';

type KnownStatus = Extract<CoupaPurchaseOrder['status'], string>;

/**
 * What a status of Coupa's asks for. There is no "approved" or "changed": a revision keeps `issued` and is seen by its
 * content. Both spellings of cancelled occur in Coupa's own pages.
 */
const meanings: Record<KnownStatus, Meaning> = {
  issued: 'order',
  draft: 'not-yet',
  buyer_hold: 'not-yet',
  currency_hold: 'not-yet',
  supplier_hold: 'not-yet',
  supplier_window_hold: 'not-yet',
  error: 'not-yet',
  cancelled: 'over',
  canceled: 'over',
  closed: 'over',
  soft_closed: 'over',
  expensed: 'elsewhere',
  // In Coupa's list of statuses, but nowhere said to mean anything for an order.
  exported: 'unknown',
};

export type Meaning = 'order' | 'not-yet' | 'over' | 'elsewhere' | 'unknown';

/** Whether an order is M3's business now: `elsewhere` are orders paid by card, expensed, or made outside Coupa. */
export function meaningOf(order: CoupaPurchaseOrder): Meaning {
  if (typeof order.status !== 'string') return 'unknown';
  if (order.pcard !== undefined || order.type === 'ExternalOrderHeader') return 'elsewhere';
  return meanings[order.status];
}

/** The end of an order that M3 does not hold and need not hold; `undefined` when it is to be ordered. */
export function notToBeOrdered(order: CoupaPurchaseOrder): Decision | undefined {
  switch (meaningOf(order)) {
    case 'order':
      return undefined;
    case 'unknown':
      return statusUnknown(order);
    case 'elsewhere':
      return done('Ignored', {
        because: {
          code: 'excluded-by-rule',
          message: 'Orders paid by card, expensed, or made outside Coupa do not go to M3',
        },
      });
    case 'not-yet':
      return done('Ignored', {
        because: {
          code: 'status-not-relevant',
          message: `Coupa's status is ${textOfWord(order.status)}: not issued yet`,
        },
      });
    case 'over':
      return done('Ignored', {
        because: {
          code: 'status-not-relevant',
          message: `Coupa's status is ${textOfWord(order.status)}, and M3 never held the order`,
        },
      });
  }
}

/**
 * The end of an order that was made before Sluice took over, and that M3 has by other ways: creating it would order
 * everything a second time. Where nothing tells when it was made, a person says so.
 */
export function notOursToOrder(
  { 'created-at': created }: CoupaPurchaseOrder,
  { ordersSince, timeZone }: Pick<PurchaseOrderSettings, 'ordersSince' | 'timeZone'>,
): Decision | undefined {
  if (ordersSince === '') return undefined;
  const day = created === undefined ? undefined : dateToM3(created, timeZone);
  if (day === undefined)
    return refused({
      code: created === undefined ? 'value-missing' : 'unreadable',
      message: `created-at${created === undefined ? ' is empty' : `: "${created}" ${noDate}`}; whether the order is older than ORDERS_SINCE is not known`,
      fix: 'See in Coupa when the order was made, and whether M3 has it; if it has, ignore the order here.',
    });
  if (day >= ordersSince) return undefined;
  return done('Ignored', {
    because: {
      code: 'made-before-start',
      message: `The order was made on ${inWords(day)}, before ${inWords(ordersSince)} (ORDERS_SINCE): M3 has it by other ways`,
      fix: 'If M3 does not have it, enter it there by hand, or set ORDERS_SINCE to an earlier day.',
    },
  });
}

const inWords = (day: string): string => `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;

/** A word that Coupa may have added: nobody guesses what it means for M3. */
export function statusUnknown(order: CoupaPurchaseOrder): Decision {
  return refused({
    code: 'status-unknown',
    message: `status: Coupa says "${textOfWord(order.status)}", which has no meaning here`,
    fix: 'Report the status; the order is decided again with the release that knows it, or after its next change.',
  });
}
