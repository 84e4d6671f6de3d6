import type { View } from '@sluice/reconciler/decision';
import type { CoupaPurchaseOrder } from '@sluice/shared/coupa/purchase-order';

/** All that is known about one purchase order. */
export type OrderView = View<CoupaPurchaseOrder>;
