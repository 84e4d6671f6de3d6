import { textOf, type JsonObject } from '../../json.js';
import { refuseField } from '../coupa-refusal.js';
import type { CoupaStore } from '../coupa-store.js';
import { createSupplier } from './suppliers.js';

export interface Fill {
  readonly count: number;
  /** The first gets this in its name, tax id and number, the next the following one. */
  readonly from: number;
  /** Which part of them has a number, evenly: 0.25 is every fourth. */
  readonly numbered: number;
  readonly numberPrefix: string;
  /** What all of them hold besides. */
  readonly supplier: JsonObject;
}

const PRODUCTS = ['Bearings', 'Fasteners', 'Hydraulics', 'Packaging', 'Castings', 'Cables', 'Pumps', 'Coatings'];
const FAMILIES = ['Acker', 'Brandt', 'Claes', 'Dubois', 'Ekman', 'Fontaine', 'Gruber'];
const PLACES = [
  { city: 'Ghent', 'postal-code': '9000', country: { code: 'BE' }, form: 'BV' },
  { city: 'Lyon', 'postal-code': '69001', country: { code: 'FR' }, form: 'SARL' },
  { city: 'Ulm', 'postal-code': '89073', country: { code: 'DE' }, form: 'GmbH' },
  { city: 'Lund', 'postal-code': '222 22', country: { code: 'SE' }, form: 'AB' },
  { city: 'Utrecht', 'postal-code': '3511', country: { code: 'NL' }, form: 'BV' },
];

const pick = <Item>(items: readonly Item[], index: number): Item => items[index % items.length] as Item;

const isNumbered = ({ from, numbered }: Fill, index: number): boolean =>
  Math.floor((index - from + 1) * numbered) > Math.floor((index - from) * numbered);

function supplierAt(fill: Fill, index: number): JsonObject {
  const { form, ...place } = pick(PLACES, index);
  const family = pick(FAMILIES, index);
  const digits = String(index).padStart(6, '0');
  return {
    name: `${family} ${pick(PRODUCTS, index)} ${index} ${form}`,
    ...(isNumbered(fill, index) ? { number: `${fill.numberPrefix}${digits}` } : {}),
    status: 'active',
    'tax-id': `${place.country.code}${digits.padStart(9, '0')}`,
    'payment-method': 'invoice',
    'invoice-matching-level': '3-way',
    'primary-address': { street1: `Station Road ${index}`, ...place },
    'primary-contact': { 'name-given': 'Kim', 'name-family': family, email: `kim@supplier-${index}.example` },
    ...fill.supplier,
  };
}

/** Makes many suppliers at once, all or none: with a name that is taken nothing is made. */
export function fillSuppliers(store: CoupaStore, fill: Fill): readonly JsonObject[] {
  const suppliers = Array.from({ length: fill.count }, (_, at) => supplierAt(fill, fill.from + at));
  for (const { name, number } of suppliers) {
    const [nameText, numberText] = [textOf(name), textOf(number)];
    if (!store.suppliers.find('name', nameText) && !store.suppliers.find('number', numberText)) continue;
    throw refuseField('from', `${nameText} or its number ${numberText} is there already: begin with another one`);
  }
  return suppliers.map((one) => createSupplier(store, one, 'person'));
}
