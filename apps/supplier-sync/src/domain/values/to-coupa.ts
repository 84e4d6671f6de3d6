import { mapped, type Mappings } from '@sluice/translation/mapped';
import { all, found, map, type Translated } from '@sluice/translation/translated';
import { sameValue } from './same-value.js';
import type { SupplierAddress, SupplierContact, SupplierValues } from './supplier-values.js';

/** What Coupa's API of suppliers is told. */
export type CoupaInput = Readonly<Record<string, unknown>>;

/**
 * Values in Coupa's words, as PUT and POST of `/api/suppliers` take them: the fields that are given and no others. Of an
 * address or a contact those parts are left out that `held`, what Coupa holds now, has already: its own wording stays.
 */
export function valuesToCoupa(
  values: SupplierValues,
  mappings: Mappings,
  held: SupplierValues = {},
): Translated<CoupaInput> {
  const { name, status, paymentTerms, deliveryTerms, taxNumber, ourNumber, phone, address, contact } = values;
  const parts: readonly Translated<CoupaInput>[] = [
    given(name, (text) => found({ name: text })),
    given(status, (one) => found(statusWords[one])),
    given(paymentTerms, (code) =>
      map(mapped(mappings, 'coupa-payment-term', code), ({ paymentTerm }) => ({
        'payment-term': { code: paymentTerm },
      })),
    ),
    given(deliveryTerms, ({ terms }) =>
      map(mapped(mappings, 'coupa-shipping-term', terms), ({ shippingTerm }) => ({
        'shipping-term': { code: shippingTerm },
      })),
    ),
    given(taxNumber, ({ number }) => found({ 'tax-id': number })),
    given(ourNumber, (number) => found({ 'account-number': number })),
    given(address, (one) => addressToCoupa(one, held.address, mappings)),
    found(contactToCoupa(contact, held.contact, phone)),
  ];
  return map(all(parts), (inputs) => Object.assign({}, ...inputs) as CoupaInput);
}

const given = <Value>(
  value: Value | undefined,
  translate: (value: Value) => Translated<CoupaInput>,
): Translated<CoupaInput> => (value === undefined ? found({}) : translate(value));

/** A hold would keep a supplier from orders that is active; one that M3 blocks is inactive, and no hold of Coupa's own. */
const statusWords: Readonly<Record<NonNullable<SupplierValues['status']>, CoupaInput>> = {
  active: { status: 'active', 'on-hold': false },
  blocked: { status: 'inactive' },
};

function addressToCoupa(
  address: SupplierAddress,
  held: SupplierAddress | undefined,
  mappings: Mappings,
): Translated<CoupaInput> {
  const differs = (part: Partial<SupplierAddress>): boolean =>
    held === undefined || !sameValue('address', { ...held, ...part }, held);
  const { lines, town, postalCode, state, country } = address;
  const code = differs({ country })
    ? map(mapped(mappings, 'coupa-country', country), (row) => ({ country: { code: row.country } }))
    : found({});
  return map(code, (named) =>
    unlessEmpty('primary-address', {
      ...(differs({ lines }) && streets(lines)),
      ...(differs({ town }) && { city: town }),
      ...(differs({ postalCode }) && { 'postal-code': postalCode }),
      ...(state !== undefined && differs({ state }) && { state }),
      ...named,
    }),
  );
}

/** Also those that are empty now: a street that nobody names stays. */
const streets = (lines: readonly string[]): CoupaInput =>
  Object.fromEntries([0, 1, 2, 3].map((index) => [`street${index + 1}`, lines[index] ?? '']));

/** The telephone number of the supplier and that of its contact are one in Coupa; the contact's comes first. */
function contactToCoupa(
  contact: SupplierContact | undefined,
  held: SupplierContact | undefined,
  phoneOfSupplier: string | undefined,
): CoupaInput {
  const differs = (part: Partial<SupplierContact>): boolean =>
    held === undefined || !sameValue('contact', { ...held, ...part }, held);
  const phone = contact !== undefined && differs({ phone: contact.phone }) ? contact.phone : phoneOfSupplier;
  return unlessEmpty('primary-contact', {
    ...(contact && differs({ name: contact.name }) && nameInParts(contact.name)),
    ...(contact && differs({ email: contact.email }) && { email: contact.email }),
    ...(phone !== undefined && { 'phone-work': phoneInParts(phone) }),
  });
}

const unlessEmpty = (field: string, input: CoupaInput): CoupaInput =>
  Object.keys(input).length === 0 ? {} : { [field]: input };

/** Given and family name, parted at the last blank. */
function nameInParts(name: string): CoupaInput {
  const [, given = '', family = ''] = /^(?:(.*)\s)?(\S*)$/u.exec(name.trim()) ?? [];
  return { 'name-given': given.trim(), 'name-family': family };
}

/** The whole of it as the number, as nobody can tell where M3's parts begin; the parts that Coupa had of an older one go. */
const phoneInParts = (phone: string): CoupaInput => ({
  'country-code': '',
  'area-code': '',
  number: phone,
  extension: '',
});
