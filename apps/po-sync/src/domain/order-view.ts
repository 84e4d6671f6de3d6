import type { Decision, View } from '@sluice/reconciler/decision';
import type { CoupaPurchaseOrder } from '@sluice/shared/coupa/purchase-order';
import type { Problem } from '@sluice/translation/translated';
import type { ConfirmedOrder } from './m3/order-in-m3.js';

/** All that is known about one purchase order. */
export type OrderView = View<CoupaPurchaseOrder>;

/** What is decided about it, with the single problems where there are several. */
export type OrderDecision = Decision & { readonly problems?: readonly Problem[] };

/**
 * An order has one destination to M3, whatever company it is routed to. Were the company part of the name, a corrected routing
 * would begin a second destination, with nothing confirmed on it, and so a second order.
 */
export const orderDestination = 'm3';

/** The way back to Coupa: what the buyer reads there about the order in M3. */
export const coupaDestination = 'coupa';

export const confirmedOrder = (view: OrderView): ConfirmedOrder | undefined =>
  view.destination(orderDestination).acknowledged as ConfirmedOrder | undefined;

/** How M3 calls the order, and the batch entry by which it was made. */
export interface OrderIdentity {
  readonly orderNumber?: string;
  readonly entryNumber?: string;
}

export const identityOf = (view: OrderView): OrderIdentity => view.destination(orderDestination).identity;
