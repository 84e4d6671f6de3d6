import { daysOf, mapped, type Mappings } from '@sluice/translation/mapped';
import { andThen, all, combine, found, map, problem, type Translated } from '@sluice/translation/translated';
import type { WholeSupplier } from '../supplier/read-supplier.js';
import { valuesFromM3 } from '../values/from-m3.js';
import type { SupplierValues, TaxNumber } from '../values/supplier-values.js';
import { valuesToCoupa, type CoupaInput } from '../values/to-coupa.js';
import type { M3SupplierSettings } from './m3-supplier-settings.js';
import type { M3SupplierView } from './m3-supplier-view.js';

/** What M3 says about a supplier, as far as it can be said without a mapping. */
export interface KnownInM3 {
  readonly values: SupplierValues;
  readonly mappings: Mappings;
}

export function knownInM3(
  view: M3SupplierView,
  supplier: WholeSupplier,
  settings: M3SupplierSettings,
  taxField?: TaxNumber['field'],
): KnownInM3 {
  const days = daysOf(undefined, view.now, settings.timeZone);
  const { values } = valuesFromM3(supplier, { settings, taxField, today: days.today });
  return { values, mappings: { lookup: view.lookup, days } };
}

/**
 * A supplier of M3 as Coupa takes a new one. What Coupa calls required and M3 does not hold is said all at once, together
 * with every row of a mapping that is missing.
 */
export function supplierForCoupa(
  view: M3SupplierView,
  company: string,
  supplier: WholeSupplier,
  settings: M3SupplierSettings,
): Translated<CoupaInput> {
  const { values, mappings } = knownInM3(view, supplier, settings);
  const { inCoupa } = settings;
  const translated = andThen(taxFieldOf(values, mappings), (taxField) =>
    valuesToCoupa(sentOf(knownInM3(view, supplier, settings, taxField).values), mappings),
  );
  const parts = combine({
    gaps: all(gapsOf(values)),
    translated,
    contentGroups: inCoupa.contentGroups ? contentGroups(company, mappings) : found({}),
  });
  return map(parts, ({ translated: input, contentGroups: groups }) => ({
    ...(withoutBlanks(input) as CoupaInput),
    ...groups,
    'payment-method': inCoupa.paymentMethod,
    'invoice-matching-level': inCoupa.invoiceMatchingLevel,
    ...(inCoupa.poMethod !== undefined && { 'po-method': inCoupa.poMethod }),
  }));
}

/** Which field of M3's carries the tax number, by the row of the supplier's country. */
function taxFieldOf({ address }: SupplierValues, mappings: Mappings): Translated<TaxNumber['field'] | undefined> {
  if (address === undefined || address.country === '') return found(undefined);
  const inCoupa = mapped(mappings, 'coupa-country', address.country);
  return map(
    andThen(inCoupa, ({ country }) => mapped(mappings, 'country', country)),
    ({ taxField }) => taxField,
  );
}

/** An address without a country is a gap already, and would be looked up by an empty code. */
const sentOf = ({ address, ...values }: SupplierValues): SupplierValues =>
  address === undefined || address.country === '' ? values : { ...values, address };

/** Coupa: a new supplier needs a name, street, city, postal code and country, and a contact. */
function gapsOf({ name, address, contact }: SupplierValues): Translated<never>[] {
  const ofAddress =
    address === undefined
      ? [problem('value-missing', 'M3 holds no postal address of it (LstAddresses), and Coupa requires one')]
      : [
          ...lacks(address.lines[0], 'the street of the postal address (ADR1)'),
          ...lacks(address.town, 'the town of the postal address (TOWN)'),
          ...lacks(address.postalCode, 'the postal code of the postal address (PONO)'),
          ...lacks(address.country, 'the country of the postal address (CSCD)'),
        ];
  const ofContact =
    contact === undefined
      ? [problem('value-missing', 'M3 holds no contact of it (LstSupplierRef), and Coupa requires one')]
      : lacks(contact.name, 'the name of the contact (YRE1)');
  return [...lacks(name, 'the name (SUNM)'), ...ofAddress, ...ofContact];
}

const lacks = (value: string | undefined, what: string): Translated<never>[] =>
  (value ?? '') === '' ? [problem('value-missing', `${what} is empty in M3, and Coupa requires it`)] : [];

/** A company has one row, whatever its divisions: a supplier of M3 is one of the whole company. */
const contentGroups = (company: string, mappings: Mappings): Translated<CoupaInput> =>
  map(mapped(mappings, 'coupa-content-group', `${company}/`), ({ contentGroup }) => ({
    'content-groups': [{ name: contentGroup }],
  }));

/** Of a new supplier nothing needs to be emptied. */
function withoutBlanks(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, held]) => [name, withoutBlanks(held)] as const)
      .filter(([, held]) => held !== '' && !isEmptyObject(held)),
  );
}

const isEmptyObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
