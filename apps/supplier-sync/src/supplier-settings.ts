import { scaleDurations } from '@sluice/runtime/durations';
import type { SupplierSyncConfig } from './config.js';
import type { SupplierSettings } from './domain/settings.js';

/** Long enough that a flurry of events about a supplier costs one request. */
const reading = { factsFreshForMs: 10 * 60_000, rereadEveryMs: 60 * 60_000 };

/** What the environment says, as the domain wants to be told. */
export const supplierSettings = (config: SupplierSyncConfig): SupplierSettings => ({
  companies: config.companies,
  usableStatuses: config.usableStatuses,
  ...scaleDurations(reading, config.timeScale),
});
