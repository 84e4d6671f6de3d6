import { done, refused, type Decision } from '@sluice/reconciler/decision';
import type { CoupaPurchaseOrder } from '@sluice/shared/coupa/purchase-order';
import { textOfWord } from '@sluice/shared/open-enum';

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

/** A word that Coupa may have added: nobody guesses what it means for M3. */
export function statusUnknown(order: CoupaPurchaseOrder): Decision {
  return refused({
    code: 'status-unknown',
    message: `status: Coupa says "${textOfWord(order.status)}", which has no meaning here`,
    fix: 'Report the status; the order is decided again with the release that knows it, or after its next change.',
  });
}
