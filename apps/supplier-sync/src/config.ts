import { defineConfig } from '@sluice/runtime/config/define-config';
import { runtimeSettings } from '@sluice/runtime/config/runtime-settings';
import { scaleDurations } from '@sluice/runtime/durations';
import type { SupplierSettings } from './domain/supplier/settings.js';
import { bankSettings, bankSettingsOf } from './settings/bank-settings.js';
import { m3ToCoupaSettings } from './settings/m3-to-coupa-settings.js';
import { supplierSettings, supplierSettingsOf } from './settings/supplier-settings.js';
import { valueSettings, valueSettingsOf } from './settings/value-settings.js';

export const config = defineConfig('supplier-sync', {
  ...runtimeSettings,
  ...supplierSettings,
  ...valueSettings,
  ...m3ToCoupaSettings,
  ...bankSettings,
});

export type SupplierSyncConfig = ReturnType<typeof config.parse>;

/** Long enough that a flurry of events about a supplier costs one request. */
const reading = { factsFreshForMs: 10 * 60_000, rereadEveryMs: 60 * 60_000 };

/** What the environment says, as the domain wants to be told. */
export const settingsOf = (config: SupplierSyncConfig): SupplierSettings => ({
  ...supplierSettingsOf(config),
  ...valueSettingsOf(config),
  exclusions: config.excluded,
  ...scaleDurations(reading, config.timeScale),
  // Where suppliers are only linked, nothing of them is written.
  bank:
    config.sync === 'link'
      ? undefined
      : bankSettingsOf(config, scaleDurations(reading, config.timeScale).factsFreshForMs),
});
