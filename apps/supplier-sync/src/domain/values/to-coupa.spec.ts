import { daysOf, type Mappings } from '@sluice/translation/mapped';
import { describe, expect, it } from 'vitest';
import { gapsOf, lookupWith, translatedSupplier } from '../../../tests/supplier-values.js';
import type { Json } from '../../../tests/suppliers.js';
import { sameValue } from './same-value.js';
import { sharedFields, type SupplierValues } from './supplier-values.js';
import { valuesToCoupa } from './to-coupa.js';

const mappingsWith = (...changed: Parameters<typeof lookupWith>): Mappings => ({
  lookup: lookupWith(...changed),
  days: daysOf(undefined, '2026-03-10T08:00:00.000Z', 'Europe/Brussels'),
});

const told = (values: SupplierValues, held?: SupplierValues) => {
  const translated = valuesToCoupa(values, mappingsWith(), held);
  if ('findings' in translated) throw new Error(JSON.stringify(translated.findings));
  return translated.value;
};

const { address, contact, ...whole } = translatedSupplier().values;
if (address === undefined || contact === undefined) throw new Error('the fixture has an address and a contact');

describe('a supplier of M3’s in Coupa’s words', () => {
  it('S02: has each value where Coupa has its place for it', () => {
    expect(told({ ...whole, address, contact })).toEqual({
      name: 'Acme Bearings',
      status: 'active',
      'on-hold': false,
      'payment-term': { code: 'Net 30' },
      'shipping-term': { code: 'CIF Port' },
      'tax-id': 'BE0123456789',
      'account-number': '4711',
      'primary-address': {
        street1: 'Kaai 101',
        street2: 'Gate 4',
        street3: '',
        street4: '',
        city: 'Oostende',
        'postal-code': '8400',
        state: 'WV',
        country: { code: 'BE' },
      },
      'primary-contact': {
        'name-given': 'An',
        'name-family': 'Peeters',
        email: 'an@acme.example',
        'phone-work': { 'country-code': '', 'area-code': '', number: '+32 59 123456', extension: '' },
      },
    });
  });

  it('has what is given and nothing else', () => {
    expect(told({})).toEqual({});
    expect(told({ ourNumber: '' })).toEqual({ 'account-number': '' });
  });

  it('S12: is inactive where M3 blocks it', () => expect(told({ status: 'blocked' })).toEqual({ status: 'inactive' }));

  it('waits for every row that is missing', () => {
    const tables = ['coupa-payment-term/N30', 'coupa-shipping-term/CIF', 'coupa-country/BE'];
    const mappings = mappingsWith(Object.fromEntries(tables.map((key) => [key, undefined])));
    expect(gapsOf(valuesToCoupa({ ...whole, address }, mappings))).toEqual({ problems: [], missing: tables });
  });

  it.each([
    ['An Peeters', 'An', 'Peeters'],
    ['An  van den Berg', 'An  van den', 'Berg'],
    ['Peeters', '', 'Peeters'],
  ])('a contact %s is parted at the last blank', (name, given, family) => {
    expect(told({ contact: { ...contact, name } })['primary-contact']).toMatchObject({
      'name-given': given,
      'name-family': family,
    });
  });
});

describe('what Coupa holds already', () => {
  it.each<[name: string, values: SupplierValues, body: Json]>([
    [
      'a street',
      { address: { ...address, lines: ['Kaai 102'] } },
      { street1: 'Kaai 102', street2: '', street3: '', street4: '' },
    ],
    ['a town', { address: { ...address, town: 'Brugge' } }, { city: 'Brugge' }],
    ['a state', { address: { ...address, state: 'OV' } }, { state: 'OV' }],
  ])('stays in its own words where %s was changed', (_name, values, body) => {
    expect(told(values, { address })).toEqual({ 'primary-address': body });
  });

  it('stays where a contact was changed', () => {
    expect(told({ contact: { ...contact, email: 'bo@acme.example' } }, { contact })).toEqual({
      'primary-contact': { email: 'bo@acme.example' },
    });
    expect(told({ contact, address }, { contact, address })).toEqual({});
  });

  it('the telephone number of the supplier is that of its contact', () => {
    const number = (values: SupplierValues) => told(values, { contact });
    const body = { 'primary-contact': { 'phone-work': expect.objectContaining({ number: '2' }) } };
    expect(number({ phone: '2' })).toEqual(body);
    expect(number({ phone: '2', contact })).toEqual(body);
    expect(number({ phone: '1', contact: { ...contact, phone: '2' } })).toEqual(body);
  });
});

it('S25: what Coupa was told is what it then says', () => {
  const { values } = translatedSupplier(told({ ...whole, address, contact }));
  const held: SupplierValues = { ...whole, address, contact };
  expect(sharedFields.filter((field) => !sameValue(field, values[field], held[field]))).toEqual([]);
});
