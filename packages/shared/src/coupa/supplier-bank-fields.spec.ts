import { describe, expect, it } from 'vitest';
import { supplierFields } from './supplier.js';
import { SupplierBankFields, withField } from './supplier-bank-fields.js';

describe('where a supplier’s bank account stands in Coupa', () => {
  it.each(['', '  ', undefined])('is nowhere by default (%j)', (written) => {
    expect(SupplierBankFields.parse(written)).toBeUndefined();
  });

  it('is said part by part, with hyphens or underscores', () => {
    expect(
      SupplierBankFields.parse('iban=custom_fields.iban_number, country = remit-to-addresses.custom-fields.country'),
    ).toEqual({
      iban: ['custom-fields', 'iban-number'],
      country: ['remit-to-addresses', 'custom-fields', 'country'],
    });
  });

  it.each([
    ['iban', 'names no field'],
    ['iban=a b', 'names no field'],
    ['iban=custom-fields.', 'names no field'],
    ['account=custom-fields.iban', 'must begin with one of iban= bank='],
    ['iban=a,iban=b', 'stands there twice'],
    ['bank=custom-fields.bank', 'iban= is missing'],
  ])('%s is refused: %s', (written, why) => {
    expect(SupplierBankFields.safeParse(written).error?.issues[0]?.message).toContain(why);
  });
});

describe('the fields that are asked of Coupa', () => {
  it('have custom fields already', () => {
    expect(withField(supplierFields, ['custom-fields', 'iban'])).toEqual(supplierFields);
  });

  it('have a field at the top level more, as older instances hold custom fields', () => {
    expect(withField(['id'], ['iban-number'])).toEqual(['id', 'iban_number']);
  });

  it('have a field more in each element of a list', () => {
    const list = [{ remit_to_addresses: ['remit_to_code', 'active'] }];
    expect(withField(list, ['remit-to-addresses', 'custom-fields', 'iban'])).toEqual([
      { remit_to_addresses: ['remit_to_code', 'active', { custom_fields: {} }] },
    ]);
    expect(withField(list, ['remit-to-addresses', 'iban'])).toEqual([
      { remit_to_addresses: ['remit_to_code', 'active', 'iban'] },
    ]);
    expect(withField(list, ['remit-to-addresses', 'active'])).toEqual(list);
  });
});
