import { toCode } from '@sluice/shared/code-text';
import type {
  DeliveryTerms,
  SupplierAddress,
  SupplierContact,
  SupplierField,
  SupplierValues,
  TaxNumber,
} from './supplier-values.js';

/**
 * Whether two values of a field mean the same. What a system changes by itself when it is told a value is no difference,
 * or our own write would come back as somebody's change. Nothing and an empty value are the same.
 */
export function sameValue(field: SupplierField, one: unknown, other: unknown): boolean {
  if (one === undefined || other === undefined) return isEmpty(one) && isEmpty(other);
  // The field names the type of its values, which a record of JSON cannot.
  const compare = comparisons[field] as (one: unknown, other: unknown) => boolean;
  return compare(one, other);
}

/** Whether a value says no more than that there is none. */
export const isEmpty = (value: unknown): boolean => {
  if (value === undefined) return true;
  if (typeof value === 'string') return toCode(value) === '';
  if (Array.isArray(value)) return value.every(isEmpty);
  return value !== null && typeof value === 'object' && Object.entries(value).every(isNoContent);
};

/** Which of M3's fields would carry a tax number says nothing of there being one. */
const isNoContent = ([name, part]: readonly [string, unknown]): boolean => name === 'field' || isEmpty(part);

type Comparisons = {
  readonly [Field in SupplierField]: (one: Held<Field>, other: Held<Field>) => boolean;
};
type Held<Field extends SupplierField> = NonNullable<SupplierValues[Field]>;

/** M3 pads texts with blanks, and Coupa trims them. */
const sameText = (one: string, other: string): boolean => toCode(one) === toCode(other);

/** Codes of M3's tables are in capitals there, however they were typed. */
const sameCode = (one: string, other: string): boolean => toCode(one).toUpperCase() === toCode(other).toUpperCase();

/** A part that one side does not name is not compared. */
const sameCodeIfNamed = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined || sameCode(one, other);

/** Dots, blanks and hyphens group the digits of a registration for the eye, and countries write them differently. */
const sameRegistration = (one: string, other: string): boolean => sameCode(ungrouped(one), ungrouped(other));

const ungrouped = (registration: string): string => registration.replaceAll(/[\s.\-/]/g, '');

/**
 * Coupa keeps a number in parts (country, area, number) and M3 as one text of 16 characters, so what stands between the
 * digits never survives the way there and back. `00` is how `+` is dialled.
 */
const samePhone = (one: string, other: string): boolean => {
  const [left, right] = [dialled(one), dialled(other)];
  return left === '' || right === '' ? sameText(one, other) : left === right;
};

const dialled = (phone: string): string =>
  toCode(phone)
    .replace(/^\+/, '00')
    .replaceAll(/\(0\)|\D/g, '');

const sameAddress = (one: SupplierAddress, other: SupplierAddress): boolean =>
  sameLines(one.lines, other.lines) &&
  sameText(one.town, other.town) &&
  sameCode(one.postalCode, other.postalCode) &&
  sameCodeIfNamed(one.state, other.state) &&
  sameCode(one.country, other.country);

/** A line that is empty between or behind others prints as nothing. */
const sameLines = (one: readonly string[], other: readonly string[]): boolean => {
  const [left, right] = [filled(one), filled(other)];
  return left.length === right.length && left.every((line, index) => line === right[index]);
};

const filled = (lines: readonly string[]): string[] => lines.map(toCode).filter((line) => line !== '');

const comparisons: Comparisons = {
  name: sameText,
  status: sameText,
  paymentTerms: sameCode,
  deliveryTerms: (one: DeliveryTerms, other: DeliveryTerms) =>
    sameCode(one.terms, other.terms) && sameCodeIfNamed(one.method, other.method),
  taxNumber: (one: TaxNumber, other: TaxNumber) =>
    one.field === other.field && sameRegistration(one.number, other.number),
  ourNumber: sameText,
  phone: samePhone,
  address: sameAddress,
  contact: (one: SupplierContact, other: SupplierContact) =>
    sameText(one.name, other.name) && sameText(one.email, other.email) && samePhone(one.phone, other.phone),
  country: sameCode,
  state: sameCode,
  language: sameCode,
  // A number in M3, which writes it without leading zeros in some releases.
  taxCode: (one: string, other: string) => sameCode(withoutZeros(one), withoutZeros(other)),
  payee: sameCode,
};

const withoutZeros = (number: string): string => toCode(number).replace(/^0+/, '');
