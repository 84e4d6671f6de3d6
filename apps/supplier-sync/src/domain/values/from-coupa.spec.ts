import { tenantLengths } from '@sluice/translation/field-lengths';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../tests/suppliers.js';
import {
  aContact,
  anAddress,
  gapsOf,
  lookupWith,
  translatedSupplier,
  translateSupplier,
} from '../../../tests/supplier-values.js';

const long = 'Acme Precision Bearings and Transmissions International';

/** Country BE with more said about its tax numbers. */
const taxRow = (row: Record<string, string>) => ({
  lookup: lookupWith({ 'country/BE': { country: 'BE', taxField: 'VRNO', ...row } }),
});

const without = (...keys: string[]) => ({
  lookup: lookupWith(Object.fromEntries(keys.map((key) => [key, undefined]))),
});

const remarks = (...asked: Parameters<typeof translatedSupplier>) =>
  translatedSupplier(...asked).remarks.map(({ code, message }) => `${code} ${message}`);

const address = (change: Json) => translatedSupplier({ 'primary-address': anAddress(change) }).values.address;
const contact = (change: Json, more: Json = {}) =>
  translatedSupplier({ 'primary-contact': aContact(change), ...more }).values.contact;
const remitTo = (...addresses: Json[]) => translatedSupplier({ 'remit-to-addresses': addresses });
const word = (letter: string) => letter.repeat(30);

describe('a supplier of Coupa’s in M3’s words', () => {
  it('has each value where M3 has its place for it', () => {
    expect(translatedSupplier()).toEqual({
      values: {
        name: 'Acme Bearings',
        status: 'active',
        paymentTerms: 'N30',
        deliveryTerms: { terms: 'CIF', method: 'SEA' },
        taxNumber: { field: 'VRNO', number: 'BE0123456789' },
        ourNumber: '4711',
        country: 'BE',
        state: 'WV',
        address: { lines: ['Kaai 101', 'Gate 4'], town: 'Oostende', postalCode: '8400', state: 'WV', country: 'BE' },
        phone: '+32 59 123456',
        contact: { name: 'An Peeters', email: 'an@acme.example', phone: '+32 59 123456' },
        language: 'NL',
        taxCode: '01',
        payee: 'Y39999',
      },
      remarks: [],
      watches: [],
    });
  });

  it('says nothing of what was never filled in', () => {
    const bare = {
      'tax-id': null,
      'tax-code': null,
      'account-number': '',
      'payment-term': null,
      'shipping-term': {},
      'default-locale': null,
      'primary-address': null,
      'primary-contact': null,
      'remit-to-addresses': [],
    };
    expect(translatedSupplier(bare)).toEqual({
      values: { name: 'Acme Bearings', status: 'active' },
      remarks: [],
      watches: [],
    });
  });

  it('and is empty where something was emptied since both agreed', () => {
    const agreed = { ourNumber: '4711', phone: '1', name: 'Acme' };
    const { values } = translatedSupplier({ 'account-number': null, 'primary-contact': null }, { agreed });
    expect(values).toMatchObject({ ourNumber: '', phone: '' });
    expect(values).not.toHaveProperty('contact');
  });

  it.each<[change: Json, status: string | undefined]>([
    [{ status: 'active' }, 'active'],
    [{ status: 'active', 'on-hold': true }, 'blocked'],
    [{ status: 'inactive' }, 'blocked'],
    [{ status: 'draft' }, undefined],
    [{ status: 'frozen' }, undefined],
  ])('S12, S14: with %j is %s', (change, status) => {
    expect(translatedSupplier(change).values.status).toBe(status);
  });

  it('T06: says so of a status that nobody knows', () => {
    expect(remarks({ status: 'frozen' })).toEqual([expect.stringContaining('status-unknown status: "frozen"')]);
  });

  it('S19, S22: waits for every missing row at once, by name, beside all that is wrong', () => {
    const change = {
      name: ' ',
      'tax-id': 'x'.repeat(17),
      'primary-address': anAddress({ 'postal-code': 'x'.repeat(11) }),
    };
    const tables = ['payment-term/Net 30', 'shipping-term/CIF Port', 'language/nl', 'tax-code/STD'];
    const { problems, missing } = gapsOf(translateSupplier(change, without(...tables)));
    expect(missing).toEqual(tables);
    expect(problems.map(({ message }) => message)).toEqual([
      'name is empty',
      expect.stringContaining('tax-id'),
      expect.stringContaining('primary-address.postal-code'),
    ]);
    expect(gapsOf(translateSupplier({}, without('country/BE')))).toEqual({ problems: [], missing: ['country/BE'] });
  });

  it('our number there, where M3’s field is too short for it, is left out and said', () => {
    const { values } = translatedSupplier({ 'account-number': '12345678901' });
    expect(values).not.toHaveProperty('ourNumber');
    expect(remarks({ 'account-number': '12345678901' })).toEqual([
      expect.stringMatching(/^value-left-out account-number: "12345678901" has 11 characters.*\(OUCN\) takes 10/),
    ]);
  });
});

describe('S10: a name that is longer than M3’s', () => {
  it('is shortened at a word, and the whole one is said', () => {
    const { values, addressName } = translatedSupplier({ name: long });
    expect([values.name, addressName]).toEqual(['Acme Precision Bearings and', undefined]);
    expect(remarks({ name: long })).toEqual([
      `name-shortened name: "${long}" has 55 characters, M3's name of the supplier (SUNM) takes 36 (Sluice's list of fields; this M3 has not told its own); it is "Acme Precision Bearings and" there`,
    ]);
  });

  it('goes on in the name of the address, by setting', () => {
    const asked = [{ name: long }, {}, { longNames: 'continue' as const }] as const;
    expect(translatedSupplier(...asked)).toMatchObject({
      values: { name: 'Acme Precision Bearings and' },
      addressName: 'Transmissions International',
    });
    expect(remarks(...asked)).toEqual([expect.stringContaining('and "Transmissions International" in the name of')]);
  });

  it('is refused, by setting', () => {
    expect(gapsOf(translateSupplier({ name: long }, {}, { longNames: 'refuse' })).problems).toEqual([
      { code: 'value-too-long', message: expect.stringContaining('(SUNM) takes 36') },
    ]);
  });

  it('is as long as this M3 takes it', () => {
    const lengths = tenantLengths({ transactions: { 'CRS620MI AddSupplier': { SUNM: 60 } } });
    expect(translatedSupplier({ name: long }, { lengths })).toMatchObject({ values: { name: long }, remarks: [] });
  });

  it('a question mark alone, which would empty the field, arrives as text', () => {
    expect(translatedSupplier({ name: '?' }).values.name).toBe('"?"');
  });
});

describe('S21: a tax number', () => {
  const pattern = { taxPattern: 'BE0\\d{9}' };
  it.each<[name: string, row: Record<string, string>, number: string | null, message: string]>([
    ['missing', { taxRequired: 'stop' }, null, 'tax-id is empty; suppliers in BE have a tax number (row country BE)'],
    ['strange', { ...pattern, taxRequired: 'stop' }, 'BE12', 'tax-id: "BE12" does not look like a tax number of BE'],
    ['strange at its end', { ...pattern, taxRequired: 'stop' }, 'BE0123456789X', 'does not look like'],
  ])('that is %s stops the supplier where the row says stop', (_name, row, number, message) => {
    const problem = { code: 'tax-number-invalid', message: expect.stringContaining(message) };
    expect(gapsOf(translateSupplier({ 'tax-id': number }, taxRow(row))).problems).toEqual([problem]);
    const warned = translatedSupplier({ 'tax-id': number }, taxRow({ ...row, taxRequired: 'warn' }));
    expect(warned.remarks).toEqual([problem]);
    expect(warned.values.taxNumber).toEqual(number === null ? undefined : { field: 'VRNO', number });
  });

  it('that looks as it should is not mentioned', () => {
    expect(remarks({}, taxRow({ ...pattern, taxRequired: 'stop' }))).toEqual([]);
  });

  it('longer than M3’s field is refused, with both lengths and who says so', () => {
    const lengths = tenantLengths({ transactions: { 'CRS620MI UpdSupplier': { VRNO: 11 } } });
    expect(gapsOf(translateSupplier({}, { lengths })).problems).toEqual([
      {
        code: 'value-too-long',
        message: `tax-id: "BE0123456789" has 12 characters, M3's VAT registration number (VRNO) takes 11 (this M3 says so in MRS001MI, CRS620MI UpdSupplier)`,
      },
    ]);
  });

  it.each([
    ['VRNO', { 'vat-number': 'V1', 'local-tax-number': 'L1' }, 'V1'],
    ['CORG', { 'vat-number': 'V1', 'local-tax-number': 'L1' }, 'L1'],
  ])('that only the address has goes into %s', (taxField, change, number) => {
    const supplier = { 'tax-id': null, 'primary-address': anAddress(change) };
    expect(translatedSupplier(supplier, taxRow({ taxField })).values.taxNumber).toEqual({ field: taxField, number });
  });

  it('has no place where the country’s row names none, or no country is known', () => {
    const noField = { lookup: lookupWith({ 'country/BE': { country: 'BE' } }) };
    expect(remarks({}, noField)).toEqual([expect.stringContaining('the row country BE names no field')]);
    expect(remarks({ 'primary-address': null })).toEqual([
      expect.stringContaining('without a country it is not known which field carries it'),
    ]);
  });
});

describe('an address', () => {
  it('a long street flows into the next line', () => {
    const street1 = `${word('a')} ${word('b')}`;
    expect(address({ street1, street3: 'Hall 2' })?.lines).toEqual([word('a'), word('b'), 'Gate 4', 'Hall 2']);
  });

  it('streets that need more lines together flow on one behind the other', () => {
    const change = { street1: `${word('a')} b`, street2: `${word('c')} ddddddd e`, street3: 'f', street4: 'g' };
    expect(address(change)?.lines).toEqual([`${word('a')} b`, word('c'), 'ddddddd e f g']);
  });

  it('what does not fit at all is left out and said, or refused by setting', () => {
    const street1 = ['a', 'b', 'c', 'd', 'e'].map(word).join(' ');
    const change = { 'primary-address': anAddress({ street1, street2: null }) };
    expect(translatedSupplier(change).values.address?.lines).toHaveLength(4);
    expect(remarks(change)).toEqual([expect.stringContaining(`"${word('e')}" is not told to M3`)]);
    expect(gapsOf(translateSupplier(change, {}, { longAddresses: 'refuse' })).problems).toEqual([
      { code: 'value-too-long', message: expect.stringContaining('need 5 lines of 36 characters, M3 has 4') },
    ]);
  });

  it('so is a town', () => {
    const change = { 'primary-address': anAddress({ city: 'Saint-Remy en Bouzemont' }) };
    expect(translatedSupplier(change).values.address?.town).toBe('Saint-Remy en');
    expect(remarks(change)).toEqual([expect.stringContaining('takes 20')]);
    expect(gapsOf(translateSupplier(change, {}, { longAddresses: 'refuse' })).problems).toMatchObject([
      { code: 'value-too-long' },
    ]);
  });

  it.each<[name: string, change: Json, state: string | undefined]>([
    ['by its ISO code', { 'state-iso-code': 'VWV' }, 'WV'],
    ['by its ISO code with the country', { 'state-iso-code': 'BE-VWV' }, 'WV'],
    ['by the name that has a row', { 'state-iso-code': null, state: 'VWV' }, 'WV'],
    ['that Coupa does not name', { 'state-iso-code': null, state: null }, undefined],
  ])('S22: a state %s', (_name, change, state) => expect(address(change)?.state).toBe(state));

  it('S22: a state without a row is left out and said, and its row is watched', () => {
    const { values, watches, remarks: said } = translatedSupplier({}, without('state/BE-VWV'));
    expect(values.address).not.toHaveProperty('state');
    expect(values).not.toHaveProperty('state');
    expect(watches.map(({ key }) => key)).toEqual(['state/BE-VWV', 'state/BE-West-Vlaanderen']);
    expect(said).toEqual([
      {
        code: 'value-left-out',
        message:
          'primary-address.state: "BE-VWV" is not told to M3, as no row says its code there (state BE-VWV or state BE-West-Vlaanderen)',
      },
    ]);
  });

  it('without a country is refused: M3 keeps none without', () => {
    expect(gapsOf(translateSupplier({ 'primary-address': anAddress({ country: null }) })).problems).toEqual([
      { code: 'value-missing', message: 'primary-address.country.code is empty' },
    ]);
  });
});

describe('a contact', () => {
  it.each<[phone: unknown, written: string]>([
    ['+32 59 123456', '+32 59 123456'],
    [{ 'country-code': 32, number: '59123456' }, '+32 59123456'],
    [{ 'country-code': '32', 'area-code': '59', number: '+32 59 1' }, '+32 59 1'],
    [{ 'country-code': '+1', 'area-code': '(214)', number: '555-0123' }, '+1214555-0123'],
    [{ number: '123', extension: '45' }, '123-45'],
    [{ 'country-code': '32' }, ''],
    [null, ''],
  ])('is called under %j as %s', (phone, written) => {
    expect(contact({ 'phone-work': phone })?.phone).toBe(written);
  });

  it('a number that is longer goes without its blanks, else it is left out and said', () => {
    expect(contact({ 'phone-work': '+32 (59) 12 34 56' })?.phone).toBe('+3259123456');
    const change = { 'primary-contact': aContact({ 'phone-work': '12345678901234567' }) };
    expect(translatedSupplier(change).values).not.toHaveProperty('phone');
    expect(remarks(change)).toEqual([expect.stringContaining('(PHNO) takes 16')]);
  });

  it('has the address for orders where it has no mail of its own', () => {
    expect(contact({ email: null }, { 'po-email': 'orders@acme.example' })?.email).toBe('orders@acme.example');
  });

  it('without a name is none of M3’s, and that is said', () => {
    const change = { 'primary-contact': aContact({ 'name-given': null, 'name-family': ' ' }) };
    expect(translatedSupplier(change).values).not.toHaveProperty('contact');
    expect(remarks(change)).toEqual([expect.stringContaining('value-left-out primary-contact has no name')]);
  });

  it('S10: a name that is too long is shortened or refused as a supplier’s is', () => {
    const change = { 'primary-contact': aContact({ 'name-family': 'x'.repeat(34) }) };
    expect(translatedSupplier(change).values.contact?.name).toBe('An');
    expect(remarks(change)).toEqual([expect.stringContaining('name-shortened primary-contact')]);
    expect(gapsOf(translateSupplier(change, {}, { longNames: 'refuse' })).problems).toMatchObject([
      { code: 'value-too-long' },
    ]);
  });

  it('a mail address that is too long is refused', () => {
    const change = { 'primary-contact': aContact({ email: `${'x'.repeat(60)}@acme.example` }) };
    expect(gapsOf(translateSupplier(change)).problems).toMatchObject([
      { code: 'value-too-long', message: expect.stringContaining('(EMAL) takes 60') },
    ]);
  });
});

describe('who is paid', () => {
  it('is whom the row of the first remit-to address in use names', () => {
    expect(remitTo({ 'external-src-ref': 'OLD', active: false }, { 'external-src-ref': 'FACTOR-1' }).values.payee).toBe(
      'Y39999',
    );
    expect(remitTo({ 'remit-to-code': 'FACTOR-1', active: true }).values.payee).toBe('Y39999');
  });

  it('is not said where that one has no row, which is watched', () => {
    const { values, watches, remarks: said } = remitTo({ 'remit-to-code': 'R1' }, { 'external-src-ref': 'FACTOR-1' });
    expect(values).not.toHaveProperty('payee');
    expect([watches.map(({ key }) => key), said]).toEqual([['remit-to/R1'], []]);
  });

  it('nor where it has no reference', () => expect(remitTo({}).values).not.toHaveProperty('payee'));
});
