import { z } from 'zod';
import { defineConfig, setting } from '@sluice/runtime/config/define-config';
import { scaleDurations } from '@sluice/runtime/durations';
import type { SupplierSettings } from './domain/settings.js';
import { runtimeSettings } from '@sluice/runtime/config/runtime-settings';

const list = (pattern: RegExp, complaint: string) =>
  z
    .string()
    .transform((written) => [...new Set(written.split(',').map((one) => one.trim()))])
    .refine((all) => all.every((one) => pattern.test(one)), complaint);

export const config = defineConfig('supplier-sync', {
  ...runtimeSettings,
  companies: setting('M3_COMPANIES', list(/^\d{1,3}$/, 'must be companies of one to three digits, comma-separated'), {
    description: 'M3 companies (CONO) in which suppliers are looked up, comma-separated.',
    example: '100,200',
  }),
  usableStatuses: setting(
    'M3_SUPPLIER_STATUSES_USABLE',
    z
      .string()
      .default('20')
      .pipe(list(/^\d{2}$/, 'must be statuses of two digits')),
    {
      description: 'Statuses (STAT) with which M3 lets orders be placed with a supplier, comma-separated.',
      example: '20',
    },
  ),
});

export type SupplierSyncConfig = ReturnType<typeof config.parse>;

/** Long enough that a flurry of events about a supplier costs one request. */
const reading = { factsFreshForMs: 10 * 60_000, rereadEveryMs: 60 * 60_000 };

/** What the environment says, as the domain wants to be told. */
export const supplierSettings = (config: SupplierSyncConfig): SupplierSettings => ({
  companies: config.companies,
  usableStatuses: config.usableStatuses,
  ...scaleDurations(reading, config.timeScale),
});
