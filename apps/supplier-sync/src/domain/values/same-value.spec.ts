import { describe, expect, it } from 'vitest';
import { isEmpty, sameValue } from './same-value.js';
import type { SupplierField } from './supplier-values.js';

const address = { lines: ['Kaai 101'], town: 'Oostende', postalCode: '8400', state: 'WV', country: 'BE' };
const contact = { name: 'An Peeters', email: 'an@acme.example', phone: '+32 59 123456' };

type Row = readonly [name: string, field: SupplierField, one: unknown, other: unknown];

describe('S25: what a system changes by itself is no difference', () => {
  it.each<Row>([
    ['blanks around it', 'name', 'Acme', ' Acme   '],
    ['a code in capitals', 'paymentTerms', 'n30', 'N30'],
    ['a method that one side does not name', 'deliveryTerms', { terms: 'CIF' }, { terms: 'CIF', method: 'SEA' }],
    ['a tax number in groups', 'taxNumber', { field: 'VRNO', number: 'BE 0123.456.789' }, vat('BE0123456789')],
    ['a telephone number in groups', 'phone', '+32 (0)59 12-34-56', '0032 59123456'],
    ['a line without text', 'address', address, { ...address, lines: ['Kaai 101', ''] }],
    ['a state that one side does not name', 'address', address, { ...address, state: undefined }],
    ['the telephone number of a contact', 'contact', contact, { ...contact, phone: '003259123456' }],
    ['a VAT code without its zero', 'taxCode', '01', '1'],
    ['a country in capitals', 'country', 'be', 'BE'],
    ['nothing and an empty text', 'ourNumber', undefined, ' '],
    ['nothing and an empty contact', 'contact', undefined, { name: '', email: '', phone: '' }],
  ])('%s', (_name, field, one, other) => {
    expect(sameValue(field, one, other)).toBe(true);
    expect(sameValue(field, other, one)).toBe(true);
  });
});

describe('what a person changed is one', () => {
  it.each<Row>([
    ['another case in a name', 'name', 'ACME', 'Acme'],
    ['another case in our number', 'ourNumber', 'a1', 'A1'],
    ['another method', 'deliveryTerms', { terms: 'CIF', method: 'AIR' }, { terms: 'CIF', method: 'SEA' }],
    ['a tax number in another field', 'taxNumber', { field: 'TINO', number: '1' }, vat('1')],
    ['another telephone number', 'phone', '+32 59 123456', '+32 59 123457'],
    ['a telephone number in words', 'phone', 'ask for An', 'ask for Bo'],
    ['lines in another order', 'address', { ...address, lines: ['A', 'B'] }, { ...address, lines: ['B', 'A'] }],
    ['an emptied state', 'address', address, { ...address, state: '' }],
    ['another VAT code', 'taxCode', '10', '1'],
    ['another payee', 'payee', 'Y1', 'Y2'],
    ['an emptied text', 'phone', '', '1'],
    ['nothing and something', 'name', undefined, 'Acme'],
  ])('%s', (_name, field, one, other) => {
    expect(sameValue(field, one, other)).toBe(false);
    expect(sameValue(field, other, one)).toBe(false);
  });
});

it.each([
  [undefined, true],
  [' ', true],
  [vat(''), true],
  [{ ...address, lines: [''], town: '', postalCode: '', state: '', country: '' }, true],
  [vat('1'), false],
  [address, false],
])('%j: whether it is no value is %s', (value, empty) => expect(isEmpty(value)).toBe(empty));

function vat(number: string) {
  return { field: 'VRNO', number };
}
