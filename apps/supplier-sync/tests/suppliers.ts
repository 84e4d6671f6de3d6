import type { SupplierSettings } from '../src/domain/supplier/settings.js';
import { defaultOwners } from '../src/domain/values/owners.js';

/** As an installation has them that only links suppliers. */
export const settings: SupplierSettings = {
  companies: ['100'],
  usableStatuses: ['20'],
  factsFreshForMs: 600_000,
  rereadEveryMs: 3_600_000,
  timeZone: 'Europe/Brussels',
  compareAt: '02:00',
  sync: 'link',
  numbers: 'coupa',
  ownNumbers: { prefix: 'C', start: '00001' },
  series: { type: '09', id: '1' },
  createIn: 'first',
  groupField: 'commodity.name',
  lookupQueries: ['VRNO:<tax-id>', 'SUNM:<name>'],
  exclusions: [],
  owners: defaultOwners,
  firstMeeting: 'report',
  writeBack: true,
  longNames: 'refuse',
  longAddresses: 'refuse',
  statuses: { active: '20', blocked: '90' },
  postalAddress: { type: '01', id: 'COUPA' },
  contact: { type: '10', id: 'COUPA' },
  emptyText: '',
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
