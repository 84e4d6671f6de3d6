import type { SupplierSettings } from '../src/domain/settings.js';

export const settings: SupplierSettings = {
  companies: ['100'],
  usableStatuses: ['20'],
  factsFreshForMs: 600_000,
  rereadEveryMs: 3_600_000,
};

export type Json = Readonly<Record<string, unknown>>;

/** As Coupa hands it out. */
export const aSupplier = (change: Json = {}): Json => ({
  id: 77,
  name: 'Acme Bearings',
  number: 'Y30001',
  status: 'active',
  ...change,
});

/** As M3 holds the same one. */
export const inM3 = (change: Json = {}): Json => ({
  SUNO: 'Y30001',
  SUNM: 'Acme Bearings',
  STAT: '20',
  PRSU: '',
  ...change,
});
