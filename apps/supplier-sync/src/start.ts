import { startSync } from '@sluice/reconciler/sync/start-sync';
import type { RunningApp } from '@sluice/runtime/start-app';
import { supplierSettings, type SupplierSyncConfig } from './config.js';
import { supplierDomain } from './domain/supplier-domain.js';

/** Decides what M3 and Coupa must be told about suppliers; links them. */
export const start = (config: SupplierSyncConfig): Promise<RunningApp> =>
  startSync({
    app: 'supplier-sync',
    config,
    domains: [supplierDomain(supplierSettings(config))],
    source: import.meta.url,
  });
