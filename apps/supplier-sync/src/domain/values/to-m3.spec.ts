import { m3Fields } from '@sluice/shared/m3/field';
import { describe, expect, it } from 'vitest';
import { translatedSupplier, valueSettings } from '../../../tests/supplier-values.js';
import { valuesFromM3 } from './from-m3.js';
import { sameValue } from './same-value.js';
import { sharedFields } from './supplier-values.js';
import { addressToM3, contactToM3, supplierToM3 } from './to-m3.js';

const { values } = translatedSupplier();
const address = values.address ?? { lines: [], town: '', postalCode: '', country: '' };
const contact = values.contact ?? { name: '', email: '', phone: '' };

describe('the record of a supplier', () => {
  it('has what is given and nothing else', () => {
    expect(supplierToM3({ paymentTerms: 'N60', status: 'blocked' }, valueSettings)).toEqual({
      TEPY: 'N60',
      STAT: '90',
    });
    expect(supplierToM3({}, valueSettings)).toEqual({});
  });

  it('has each value in its field', () => {
    expect(supplierToM3(values, valueSettings)).toEqual({
      SUNM: 'Acme Bearings',
      STAT: '20',
      TEPY: 'N30',
      TEDL: 'CIF',
      MODL: 'SEA',
      VRNO: 'BE0123456789',
      OUCN: '4711',
      PHNO: '+32 59 123456',
      CSCD: 'BE',
      ECAR: 'WV',
      LNCD: 'NL',
      VTCD: '01',
      PRSU: 'Y39999',
    });
  });

  it('is emptied as this M3 understands it', () => {
    expect(supplierToM3({ phone: '' }, valueSettings)).toEqual({ PHNO: '' });
    expect(supplierToM3({ phone: '' }, { ...valueSettings, emptyText: '?' })).toEqual({ PHNO: '?' });
  });
});

describe('the postal address', () => {
  it('that is new has the key by setting, and nothing that is empty', () => {
    expect(addressToM3({ ...address, postalCode: '' }, undefined, valueSettings, 'and Sons')).toEqual({
      ADTE: '01',
      ADID: 'COUPA',
      SUNM: 'and Sons',
      ADR1: 'Kaai 101',
      ADR2: 'Gate 4',
      TOWN: 'Oostende',
      ECAR: 'WV',
      CSCD: 'BE',
    });
  });

  it('that is changed has the key that was read, and empties the lines that are gone', () => {
    const key = { type: '01', id: 'MAIN', from: '20250101', name: 'Acme' };
    const changed = { lines: ['Kaai 102'], town: 'Oostende', postalCode: '', country: 'BE' };
    expect(addressToM3(changed, key, { ...valueSettings, emptyText: '?' })).toEqual({
      ADTE: '01',
      ADID: 'MAIN',
      STDT: '20250101',
      ADR1: 'Kaai 102',
      ADR2: '?',
      ADR3: '?',
      ADR4: '?',
      TOWN: 'Oostende',
      PONO: '?',
      CSCD: 'BE',
    });
  });
});

describe('the contact', () => {
  it('that is new has the key by setting, one that is changed its own', () => {
    expect(contactToM3({ ...contact, email: '' }, undefined, valueSettings)).toEqual({
      RFTY: '10',
      RFID: 'COUPA',
      YRE1: 'An Peeters',
      PHNO: '+32 59 123456',
    });
    expect(contactToM3({ ...contact, email: '' }, { type: '20', id: 'MAIN' }, valueSettings)).toEqual({
      RFTY: '20',
      RFID: 'MAIN',
      YRE1: 'An Peeters',
      EMAL: '',
      PHNO: '+32 59 123456',
    });
  });
});

it('S25: what M3 was told is what it then says', () => {
  const read = valuesFromM3(
    {
      record: supplierToM3(values, valueSettings),
      addresses: [{ ...addressToM3(address, undefined, valueSettings), STDT: '20260310' }],
      references: [contactToM3(contact, undefined, valueSettings)],
    },
    { settings: valueSettings, taxField: 'VRNO', today: '2026-03-10' },
  );
  const differing = [...sharedFields, 'country', 'state', 'language', 'taxCode', 'payee'] as const;
  expect(differing.filter((field) => !sameValue(field, values[field], read.values[field]))).toEqual([]);
});

it('every field that M3 is told is in the list of those that are used', () => {
  const told = [
    supplierToM3(values, valueSettings),
    addressToM3(address, undefined, valueSettings),
    contactToM3(contact, undefined, valueSettings),
  ].flatMap((input) => Object.keys(input).map((field) => field.replace(/^ADR\d$/, 'ADR1')));
  expect(told.filter((field) => !(field in m3Fields))).toEqual([]);
});
