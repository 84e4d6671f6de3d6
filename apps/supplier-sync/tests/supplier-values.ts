import { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import { Mapping } from '@sluice/shared/messages/mapping';
import { defaultLengths } from '@sluice/translation/field-lengths';
import type { MappingLookup } from '@sluice/translation/mapped';
import type { Problem, Translated } from '@sluice/translation/translated';
import { valuesFromCoupa, type FromCoupa, type SupplierContext } from '../src/domain/values/from-coupa.js';
import type { ValueSettings } from '../src/domain/values/value-settings.js';
import type { Json } from './suppliers.js';

export const valueSettings: ValueSettings = {
  timeZone: 'Europe/Brussels',
  longNames: 'shorten',
  longAddresses: 'shorten',
  statuses: { active: '20', blocked: '90' },
  usableStatuses: ['20'],
  postalAddress: { type: '01', id: 'COUPA' },
  contact: { type: '10', id: 'COUPA' },
  emptyText: '',
};

/** A supplier of whom Coupa knows everything. */
export const aWholeSupplier = (change: Json = {}): Json => ({
  id: 77,
  name: 'Acme Bearings',
  number: 'Y30001',
  status: 'active',
  'on-hold': false,
  'tax-id': 'BE0123456789',
  'tax-code': { code: 'STD' },
  'account-number': '4711',
  'payment-term': { code: 'Net 30' },
  'shipping-term': { code: 'CIF Port' },
  'default-locale': 'nl',
  'primary-address': anAddress(),
  'primary-contact': aContact(),
  'remit-to-addresses': [{ 'remit-to-code': 'R1', 'external-src-ref': 'FACTOR-1', active: true }],
  ...change,
});

export const anAddress = (change: Json = {}): Json => ({
  street1: 'Kaai 101',
  street2: 'Gate 4',
  city: 'Oostende',
  'postal-code': '8400',
  'state-iso-code': 'BE-VWV',
  state: 'West-Vlaanderen',
  country: { code: 'BE' },
  ...change,
});

export const aContact = (change: Json = {}): Json => ({
  'name-given': 'An',
  'name-family': 'Peeters',
  email: 'an@acme.example',
  'phone-work': { 'country-code': '32', 'area-code': '59', number: '123456' },
  ...change,
});

/** All tables filled in for it, there and back. */
const rows: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'payment-term/Net 30': { paymentTerms: 'N30' },
  'shipping-term/CIF Port': { deliveryTerms: 'CIF', deliveryMethod: 'SEA' },
  'country/BE': { country: 'BE', taxField: 'VRNO' },
  'state/BE-VWV': { state: 'WV' },
  'language/nl': { language: 'NL' },
  'tax-code/STD': { taxCode: '01' },
  'remit-to/FACTOR-1': { payee: 'Y39999' },
  'coupa-payment-term/N30': { paymentTerm: 'Net 30' },
  'coupa-shipping-term/CIF': { shippingTerm: 'CIF Port' },
  'coupa-country/BE': { country: 'BE' },
};

/** The tables with other rows; `undefined` takes one away. */
export const lookupWith =
  (changed: Readonly<Record<string, Readonly<Record<string, string>> | undefined>> = {}): MappingLookup =>
  (topic, key) => {
    const value = { ...rows, ...changed }[key];
    if (value === undefined) return { ref: { topic, key, sequence: 0 } };
    const [table, ...rest] = key.split('/');
    const row = { table, key: rest.join('/'), value, updatedAt: '2026-01-01T00:00:00Z', updatedBy: 'test' };
    return { ref: { topic, key, sequence: 4 }, value: Mapping.parse(row) };
  };

/** A supplier of Coupa's in M3's words, or what stands in the way. */
export const translateSupplier = (
  change: Json = {},
  known: Partial<Omit<SupplierContext, 'settings'>> = {},
  changed: Partial<ValueSettings> = {},
): Translated<FromCoupa> =>
  valuesFromCoupa(CoupaSupplier.parse(aWholeSupplier(change)), {
    lookup: lookupWith(),
    lengths: defaultLengths,
    now: '2026-03-10T08:00:00.000Z',
    ...known,
    settings: { ...valueSettings, ...changed },
  });

export function translatedSupplier(...asked: Parameters<typeof translateSupplier>): FromCoupa {
  const translated = translateSupplier(...asked);
  if ('findings' in translated) throw new Error(JSON.stringify(translated.findings));
  return translated.value;
}

/** What a person must correct, and the keys that are waited for. */
export function gapsOf(translated: Translated<unknown>): {
  readonly problems: readonly Problem[];
  readonly missing: readonly string[];
} {
  if ('value' in translated) return { problems: [], missing: [] };
  const { problems, missing } = translated.findings;
  return { problems, missing: missing.map(({ ref }) => ref.key) };
}
