import type { AnyDomain } from '@sluice/reconciler/decision';
import { startSync } from '@sluice/reconciler/sync/start-sync';
import type { RunningApp } from '@sluice/runtime/start-app';
import { settingsOf, type SupplierSyncConfig } from './config.js';
import { m3SupplierDomain } from './domain/m3-supplier/m3-supplier-domain.js';
import { scanDomain } from './domain/scan/scan-domain.js';
import { supplierDomain } from './domain/supplier/supplier-domain.js';
import { m3ToCoupaSettingsOf } from './settings/m3-to-coupa-settings.js';
import { UnlinkedController } from './unlinked.controller.js';

/** One for each type of document that the app decides about. */
export function domainsOf(config: SupplierSyncConfig): readonly AnyDomain[] {
  const settings = settingsOf(config);
  const fromM3 = m3ToCoupaSettingsOf(config, settings);
  return [supplierDomain(settings), m3SupplierDomain(fromM3), scanDomain(fromM3)];
}

/** Decides what M3 and Coupa must be told about suppliers, and which of one system is which of the other. */
export const start = (config: SupplierSyncConfig): Promise<RunningApp> =>
  startSync({
    app: 'supplier-sync',
    config,
    domains: domainsOf(config),
    source: import.meta.url,
    controllers: [UnlinkedController],
  });
