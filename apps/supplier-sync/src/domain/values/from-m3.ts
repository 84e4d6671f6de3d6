import { m3Text, type Fact } from '@sluice/reconciler/read';
import type { SupplierAddress, SupplierContact, SupplierValues, TaxNumber } from './supplier-values.js';
import type { ValueSettings } from './value-settings.js';

type M3Record = Fact['records'][number][number];

/** What M3 holds of one supplier, as it came: GetBasicData, LstAddresses and LstSupplierRef of CRS620MI. */
export interface SupplierRecords {
  readonly record: M3Record;
  readonly addresses: readonly M3Record[];
  readonly references: readonly M3Record[];
}

export interface FromM3 {
  readonly values: SupplierValues;
  /** Where the postal address and the contact stand, to change them: left out where there is none yet. */
  readonly keys: SupplierKeys;
}

export interface SupplierKeys {
  readonly address?: AddressKey;
  readonly contact?: ContactKey;
}

/** ADTE, ADID and STDT, as M3 has them; SUNM beside them. */
export interface AddressKey {
  readonly type: string;
  readonly id: string;
  readonly from: string;
  readonly name: string;
}

/** RFTY and RFID. */
export interface ContactKey {
  readonly type: string;
  readonly id: string;
}

interface ReadingContext {
  readonly settings: ValueSettings;
  /** Which field carries the tax number in the supplier's country; without it none is read. */
  readonly taxField?: TaxNumber['field'] | undefined;
  /** `yyyy-MM-dd` in the company's time zone. */
  readonly today: string;
}

/**
 * M3's supplier as values. A code or a tax number that is blank there says nothing: M3 cannot do without most of them, and
 * Coupa shall not be emptied by one that nobody has entered yet.
 */
export function valuesFromM3(records: SupplierRecords, { settings, taxField, today }: ReadingContext): FromM3 {
  const { record } = records;
  const text = (field: string): string => m3Text(record[field]);
  const address = postalAddress(records.addresses, settings, today);
  const contact = contactIn(records.references, settings);
  const values: SupplierValues = {
    name: text('SUNM'),
    status: settings.usableStatuses.includes(text('STAT')) ? 'active' : 'blocked',
    ...filled('paymentTerms', text('TEPY')),
    ...(text('TEDL') !== '' && { deliveryTerms: { terms: text('TEDL'), method: text('MODL') } }),
    ...(taxField && text(taxField) !== '' && { taxNumber: { field: taxField, number: text(taxField) } }),
    ourNumber: text('OUCN'),
    phone: text('PHNO'),
    ...(address && { address: addressOf(address) }),
    ...(contact && { contact: contactOf(contact, text('PHNO')) }),
    country: text('CSCD'),
    state: text('ECAR'),
    language: text('LNCD'),
    taxCode: withoutZeros(text('VTCD')),
    payee: text('PRSU'),
  };
  return {
    values,
    keys: {
      ...(address && { address: addressKey(address) }),
      ...(contact && { contact: { type: m3Text(contact['RFTY']), id: m3Text(contact['RFID']) } }),
    },
  };
}

/** Of the addresses of the type, the one that holds today: that of the newest start date (STDT). */
function postalAddress(
  addresses: readonly M3Record[],
  { postalAddress: { type, id } }: ValueSettings,
  today: string,
): M3Record | undefined {
  const day = today.replaceAll('-', '');
  const isOwn = (address: M3Record): number => (m3Text(address['ADID']) === id ? 0 : 1);
  const [first] = addresses
    .filter((address) => sameNumber(address['ADTE'], type) && startOf(address) <= day)
    .toSorted(
      (one, other) =>
        startOf(other).localeCompare(startOf(one)) ||
        isOwn(one) - isOwn(other) ||
        m3Text(one['ADID']).localeCompare(m3Text(other['ADID'])),
    );
  return first;
}

/** `yyyyMMdd`; one without a date holds since ever. */
const startOf = (address: M3Record): string => m3Text(address['STDT']).replaceAll('-', '').padStart(8, '0');

const addressKey = (address: M3Record): AddressKey => ({
  type: m3Text(address['ADTE']),
  id: m3Text(address['ADID']),
  from: m3Text(address['STDT']),
  name: m3Text(address['SUNM']),
});

const addressOf = (address: M3Record): SupplierAddress => ({
  lines: ['ADR1', 'ADR2', 'ADR3', 'ADR4'].map((field) => m3Text(address[field])).filter((line) => line !== ''),
  town: m3Text(address['TOWN']),
  postalCode: m3Text(address['PONO']),
  state: m3Text(address['ECAR']),
  country: m3Text(address['CSCD']),
});

const contactIn = (references: readonly M3Record[], { contact }: ValueSettings): M3Record | undefined =>
  references.find(({ RFTY, RFID }) => sameNumber(RFTY, contact.type) && m3Text(RFID) === contact.id);

/** Coupa has one telephone number for both, so that of the supplier is the contact's: two that differ would chase each other. */
const contactOf = (reference: M3Record, phoneOfSupplier: string): SupplierContact => ({
  name: m3Text(reference['YRE1']),
  email: m3Text(reference['EMAL']),
  phone: phoneOfSupplier === '' ? m3Text(reference['PHNO']) : phoneOfSupplier,
});

const filled = (field: 'paymentTerms', text: string): SupplierValues => (text === '' ? {} : { [field]: text });

/** Types are numbers in one release of M3 and texts in another: `1`, `01`. */
const sameNumber = (one: unknown, other: string): boolean => withoutZeros(m3Text(one)) === withoutZeros(other);

const withoutZeros = (number: string): string => number.replace(/^0+/, '');
