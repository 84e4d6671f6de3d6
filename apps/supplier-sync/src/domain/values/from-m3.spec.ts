import { describe, expect, it } from 'vitest';
import { valueSettings } from '../../../tests/supplier-values.js';
import { valuesFromM3, type SupplierRecords } from './from-m3.js';

const record = {
  SUNO: 'Y30001    ',
  SUNM: 'Acme Bearings                       ',
  STAT: '20',
  TEPY: 'N30',
  TEDL: 'CIF',
  MODL: 'SEA',
  VRNO: 'BE0123456789',
  TINO: 'T1',
  OUCN: '4711',
  PHNO: '+32 59 123456',
  CSCD: 'BE',
  ECAR: 'WV',
  LNCD: 'NL',
  VTCD: '01',
  PRSU: '',
};
const address = (change: object = {}) => ({
  ADTE: '01',
  ADID: 'COUPA',
  STDT: '20260101',
  SUNM: 'Acme',
  ADR1: 'Kaai 101',
  ADR2: '',
  ADR3: 'Gate 4  ',
  ADR4: '',
  TOWN: 'Oostende',
  PONO: '8400',
  ECAR: 'WV',
  CSCD: 'BE',
  ...change,
});
const reference = (change: object = {}) => ({
  RFTY: '10',
  RFID: 'COUPA',
  YRE1: 'An Peeters',
  EMAL: 'an@acme.example',
  PHNO: '',
  ...change,
});

const read = (change: Partial<SupplierRecords> = {}, taxField: 'VRNO' | 'TINO' | undefined = 'VRNO') =>
  valuesFromM3(
    { record, addresses: [address()], references: [reference()], ...change },
    { settings: valueSettings, taxField, today: '2026-03-10' },
  );

describe('what M3 holds of a supplier', () => {
  it('is read without the blanks that pad it', () => {
    expect(read()).toEqual({
      values: {
        name: 'Acme Bearings',
        status: 'active',
        paymentTerms: 'N30',
        deliveryTerms: { terms: 'CIF', method: 'SEA' },
        taxNumber: { field: 'VRNO', number: 'BE0123456789' },
        ourNumber: '4711',
        phone: '+32 59 123456',
        address: { lines: ['Kaai 101', 'Gate 4'], town: 'Oostende', postalCode: '8400', state: 'WV', country: 'BE' },
        contact: { name: 'An Peeters', email: 'an@acme.example', phone: '+32 59 123456' },
        country: 'BE',
        state: 'WV',
        language: 'NL',
        taxCode: '1',
        payee: '',
      },
      keys: {
        address: { type: '01', id: 'COUPA', from: '20260101', name: 'Acme' },
        contact: { type: '10', id: 'COUPA' },
      },
    });
  });

  it('a code that is blank there says nothing, a text that is blank is empty', () => {
    const { values } = read({ record: { SUNM: 'Acme', STAT: '20', VTCD: '0' }, addresses: [], references: [] });
    expect(values).toEqual({
      name: 'Acme',
      status: 'active',
      ourNumber: '',
      phone: '',
      country: '',
      state: '',
      language: '',
      taxCode: '',
      payee: '',
    });
  });

  it.each([
    ['20', 'active'],
    ['10', 'blocked'],
    ['90', 'blocked'],
  ])('S13: status %s is %s', (STAT, status) => {
    expect(read({ record: { ...record, STAT } }).values.status).toBe(status);
  });

  it('S21: the tax number is in the field of the country, and unknown without one', () => {
    expect(read({}, 'TINO').values.taxNumber).toEqual({ field: 'TINO', number: 'T1' });
    const { values } = valuesFromM3(
      { record, addresses: [], references: [] },
      { settings: valueSettings, today: '2026-03-10' },
    );
    expect(values).not.toHaveProperty('taxNumber');
  });
});

const idOf = (...addresses: object[]) => read({ addresses: addresses.map(address) }).keys.address?.id;

describe('the postal address', () => {
  it.each<[name: string, addresses: object[], id: string | undefined]>([
    ['is none of another type', [{ ADTE: '02' }], undefined],
    ['has its type, as a number too', [{ ADTE: 1, ADID: 'A' }], 'A'],
    ['is the newest', [{ ADID: 'OLD' }, { ADID: 'NEW', STDT: '20260301' }, { ADID: 'OLDER', STDT: '' }], 'NEW'],
    ['is not one of the future', [{ ADID: 'NOW' }, { ADID: 'LATER', STDT: '20260311' }], 'NOW'],
    ['may begin today', [{ ADID: 'OLD' }, { ADID: 'TODAY', STDT: '2026-03-10' }], 'TODAY'],
    ['is ours of two that begin on the same day', [{ ADID: 'A' }, { ADID: 'COUPA' }], 'COUPA'],
    ['is the first of two others', [{ ADID: 'B' }, { ADID: 'A' }], 'A'],
  ])('%s', (_name, addresses, id) => expect(idOf(...addresses)).toBe(id));
});

describe('the contact', () => {
  it('is the reference by setting', () => {
    const references = [reference({ RFID: 'OTHER', YRE1: 'Bo' }), reference({ RFTY: '20', YRE1: 'Cy' })];
    expect(read({ references })).not.toHaveProperty('keys.contact');
    expect(read({ references: [...references, reference()] }).values.contact?.name).toBe('An Peeters');
  });

  it('has a number of its own only where the supplier has none: Coupa has one for both', () => {
    const references = [reference({ PHNO: '1' })];
    expect(read({ references }).values.contact?.phone).toBe('+32 59 123456');
    expect(read({ references, record: { ...record, PHNO: '' } }).values.contact?.phone).toBe('1');
  });
});
