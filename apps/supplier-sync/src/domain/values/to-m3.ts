import type { AddressKey, ContactKey } from './from-m3.js';
import type { SupplierAddress, SupplierContact, SupplierValues } from './supplier-values.js';
import type { ValueSettings } from './value-settings.js';

export type M3Input = Readonly<Record<string, string>>;

/** What UpdSupplier and AddSupplier of CRS620MI are told: the fields that are given and no others. */
export function supplierToM3(values: SupplierValues, settings: ValueSettings): M3Input {
  const { status, deliveryTerms, taxNumber } = values;
  return inM3({
    // Name, status.
    SUNM: values.name,
    STAT: status && settings.statuses[status],
    // Payment terms, delivery terms and method.
    TEPY: values.paymentTerms,
    TEDL: deliveryTerms?.terms,
    MODL: deliveryTerms?.method,
    ...(taxNumber && { [taxNumber.field]: taxNumber.number }),
    // Our number at the supplier, telephone.
    OUCN: emptyAs(values.ourNumber, settings),
    PHNO: emptyAs(values.phone, settings),
    // Country, state, language, VAT code, who is paid.
    CSCD: values.country,
    ECAR: emptyAs(values.state, settings),
    LNCD: values.language,
    VTCD: values.taxCode,
    PRSU: emptyAs(values.payee, settings),
  });
}

/**
 * What AddAddress and UpdAddress are told: the whole of it, so that a line which is no longer there is emptied. The key is
 * the one that was read; a new address is made under the one by setting, and M3 dates it.
 */
export function addressToM3(
  { lines, town, postalCode, state, country }: SupplierAddress,
  key: AddressKey | undefined,
  settings: ValueSettings,
  name?: string,
): M3Input {
  const { type, id } = key ?? settings.postalAddress;
  const changed = (text: string | undefined): string | undefined =>
    key === undefined && text === '' ? undefined : emptyAs(text, settings);
  return inM3({
    // Type, number and start date: what M3 knows the address by.
    ADTE: type,
    ADID: id,
    STDT: key?.from,
    // Name, lines, town, state, postal code, country.
    SUNM: name,
    ADR1: changed(lines[0] ?? ''),
    ADR2: changed(lines[1] ?? ''),
    ADR3: changed(lines[2] ?? ''),
    ADR4: changed(lines[3] ?? ''),
    TOWN: changed(town),
    ECAR: changed(state),
    PONO: changed(postalCode),
    CSCD: country,
  });
}

/** What AddSupplierRef and UpdSupplierRef are told. */
export function contactToM3(
  { name, email, phone }: SupplierContact,
  key: ContactKey | undefined,
  settings: ValueSettings,
): M3Input {
  const { type, id } = key ?? settings.contact;
  const changed = (text: string): string | undefined =>
    key === undefined && text === '' ? undefined : emptyAs(text, settings);
  // Type and name of the reference; who it is, mail, telephone.
  return inM3({ RFTY: type, RFID: id, YRE1: name, EMAL: changed(email), PHNO: changed(phone) });
}

const emptyAs = (text: string | undefined, { emptyText }: ValueSettings): string | undefined =>
  text === '' ? emptyText : text;

const inM3 = (fields: Readonly<Record<string, string | undefined>>): M3Input =>
  Object.fromEntries(Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined));
