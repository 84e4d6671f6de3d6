import { given, mappingRow, type Given } from '@sluice/testing/specification/given';
import type { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import { readSupplier, readWholeSupplier } from '../src/domain/supplier/read-supplier.js';
import type { SupplierSettings } from '../src/domain/supplier/settings.js';
import { supplierDomain } from '../src/domain/supplier/supplier-domain.js';
import { settings, type Json } from './suppliers.js';
import { aWholeSupplier } from './supplier-values.js';

export type GivenSupplier = Given<CoupaSupplier>;

/** When everything happens here. */
export const now = '2026-03-10T08:00:01.000Z';

/** Both systems are kept in step, and new suppliers are numbered by us. */
export const synced: SupplierSettings = { ...settings, sync: 'both', numbers: 'own', longNames: 'shorten' };

const mappings = [
  mappingRow('payment-term', 'Net 30', { paymentTerms: 'N30' }),
  mappingRow('payment-term', 'Net 60', { paymentTerms: 'N60' }),
  mappingRow('coupa-payment-term', 'N30', { paymentTerm: 'Net 30' }),
  mappingRow('coupa-payment-term', 'N60', { paymentTerm: 'Net 60' }),
  mappingRow('country', 'BE', { country: 'BE', taxField: 'VRNO' }),
  mappingRow('coupa-country', 'BE', { country: 'BE' }),
  mappingRow('supplier-group', '(default)', { template: 'TEMPLATE', currency: 'EUR', further: 'RESP=ANNA' }),
];

/** Of those that Coupa knows all about, what the tables above have rows for. */
export const coupaSupplier = (change: Json = {}): Json => {
  const {
    'tax-code': _tax,
    'shipping-term': _shipping,
    'default-locale': _locale,
    'remit-to-addresses': _remit,
    ...kept
  } = aWholeSupplier();
  return { ...kept, 'created-at': '2026-03-01T00:00:00Z', 'updated-at': '2026-03-10T07:00:00Z', ...change };
};

/** Supplier 77 as Coupa holds it, with these changes. */
export const supplier = (change: Json = {}, changed: Partial<SupplierSettings> = {}): GivenSupplier =>
  given(supplierDomain({ ...synced, ...changed }), '77')
    .lookupRows(mappings)
    .snapshot(coupaSupplier(change))
    .at(now);

/** The same as M3 holds it, in the record, in its address and its contact. */
export const m3Record = (change: Json = {}): Json => ({
  SUNO: 'Y30001',
  SUNM: 'Acme Bearings',
  STAT: '20',
  TEPY: 'N30',
  VRNO: 'BE0123456789',
  OUCN: '4711',
  PHNO: '+32 59 123456',
  CSCD: 'BE',
  PRSU: '',
  ...change,
});

export const m3Address = (change: Json = {}): Json => ({
  ADTE: '01',
  ADID: 'MAIN',
  STDT: '20200101',
  SUNM: 'Acme Bearings',
  ADR1: 'Kaai 101',
  ADR2: 'Gate 4',
  TOWN: 'Oostende',
  PONO: '8400',
  CSCD: 'BE',
  ...change,
});

export const m3Contact = (change: Json = {}): Json => ({
  RFTY: '10',
  RFID: 'COUPA',
  YRE1: 'An Peeters',
  EMAL: 'an@acme.example',
  PHNO: '+32 59 123456',
  ...change,
});

interface InM3 {
  readonly record?: Json;
  readonly addresses?: readonly Json[];
  readonly references?: readonly Json[];
  readonly company?: string;
  readonly readAt?: string;
  /** Left out, it was; by what was read a while ago nothing is overwritten. */
  readonly justRead?: boolean;
}

/** M3 was just read, and holds it like this. */
export function heldByM3(one: GivenSupplier, held: InM3 = {}, number = 'Y30001'): GivenSupplier {
  const { company = '100', readAt = '2026-03-10T08:00:00.000Z', justRead = true } = held;
  const records = [
    [m3Record({ SUNO: number, ...held.record })],
    held.addresses ?? [m3Address()],
    held.references ?? [m3Contact()],
  ];
  return one.reading(`m3/${company}`, readWholeSupplier(number), records, { readAt, justRead });
}

/** M3 was just asked for it and has none. */
export const absentInM3 = (one: GivenSupplier, number: string, company = '100'): GivenSupplier =>
  one.reading(`m3/${company}`, readSupplier(number), [[]]);
