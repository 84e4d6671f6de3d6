import type { SupplierField, SupplierValues } from '../values/supplier-values.js';

/** As people call it. */
const names: Readonly<Record<SupplierField, string>> = {
  name: 'name',
  status: 'status',
  paymentTerms: 'payment terms',
  deliveryTerms: 'delivery terms',
  taxNumber: 'tax number',
  ourNumber: 'our number at the supplier',
  phone: 'phone number',
  address: 'address',
  contact: 'contact',
  country: 'country',
  state: 'state',
  language: 'language',
  taxCode: 'tax code',
  payee: 'payee',
};

export const nameOf = (field: SupplierField): string => names[field];

/** A value of a field for a person, in M3's words, on one line. */
export function inWords(field: SupplierField, value: unknown): string {
  const text = textOf(field, value).trim();
  return text === '' ? 'empty' : `"${text}"`;
}

function textOf(field: SupplierField, value: unknown): string {
  if (value === undefined || value === null) return '';
  switch (field) {
    case 'address': {
      const { lines, town, postalCode, state, country } = value as NonNullable<SupplierValues['address']>;
      return listed([...lines, listed([postalCode, town], ' '), state, country], ', ');
    }
    case 'contact': {
      const { name, email, phone } = value as NonNullable<SupplierValues['contact']>;
      return listed([name, email, phone], ', ');
    }
    case 'deliveryTerms': {
      const { terms, method } = value as NonNullable<SupplierValues['deliveryTerms']>;
      return listed([terms, method], ' ');
    }
    case 'taxNumber':
      return (value as NonNullable<SupplierValues['taxNumber']>).number;
    default:
      return String(value);
  }
}

const listed = (parts: readonly (string | undefined)[], separator: string): string =>
  parts.filter((part) => part !== undefined && part.trim() !== '').join(separator);
