import { startSync } from '@sluice/reconciler/sync/start-sync';
import type { RunningApp } from '@sluice/runtime/start-app';
import type { PoSyncConfig } from './config.js';
import { purchaseOrderDomain } from './domain/purchase-order-domain.js';
import { purchaseOrderSettings } from './purchase-order-settings.js';

/** Decides what M3 and Coupa must be told about purchase orders. */
export const start = (config: PoSyncConfig): Promise<RunningApp> =>
  startSync({
    app: 'po-sync',
    config,
    domains: [purchaseOrderDomain(purchaseOrderSettings(config))],
    source: import.meta.url,
  });
