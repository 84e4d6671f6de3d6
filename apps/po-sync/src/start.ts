import { startSync } from '@sluice/reconciler/sync/start-sync';
import type { RunningApp } from '@sluice/runtime/start-app';
import type { PoSyncConfig } from './config.js';
import { metadataDomain } from './domain/metadata/metadata-domain.js';
import { purchaseOrderDomain } from './domain/purchase-order-domain.js';
import { m3Transactions } from './m3-transactions.js';
import { purchaseOrderSettings } from './purchase-order-settings.js';

/** Decides what M3 and Coupa must be told about purchase orders. */
export const start = (config: PoSyncConfig): Promise<RunningApp> => {
  const settings = purchaseOrderSettings(config);
  return startSync({
    app: 'po-sync',
    config,
    domains: [purchaseOrderDomain(settings), metadataDomain(settings, m3Transactions)],
    source: import.meta.url,
  });
};
