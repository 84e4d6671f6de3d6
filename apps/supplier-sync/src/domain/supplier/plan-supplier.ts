import type { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import { daysOf, type Mappings } from '@sluice/translation/mapped';
import { andThen, combine, found, map, problem, type Translated } from '@sluice/translation/translated';
import { valuesFromCoupa, type FromCoupa } from '../values/from-coupa.js';
import { supplierToM3, type M3Input } from '../values/to-m3.js';
import type { SupplierSettings } from './settings.js';
import { groupOf, type SupplierGroup } from './supplier-group.js';
import { memoryOf, type SupplierView } from './supplier-view.js';
import { lengthsOfTenant, mandatoryIn } from './tenant.js';

/** What M3 is to hold of a supplier that it does not hold yet, and how it is made there. */
export interface Plan extends FromCoupa {
  readonly group: SupplierGroup;
}

/** The mapping tables as they are today: a supplier is not of the day on which it was made. */
export const mappingsOf = ({ lookup, now }: SupplierView, { timeZone }: SupplierSettings): Mappings => ({
  lookup,
  days: daysOf(undefined, now, timeZone),
});

/** Coupa's supplier in M3's words, as its company is told it. */
export function coupaValues(
  view: SupplierView,
  supplier: CoupaSupplier,
  { company, number }: { readonly company: string; readonly number: string },
  settings: SupplierSettings,
): Translated<FromCoupa> {
  const agreed = memoryOf(view, company, number)?.agreed;
  return valuesFromCoupa(supplier, {
    lookup: view.lookup,
    now: view.now,
    lengths: lengthsOfTenant(view, settings),
    settings,
    ...(agreed && { agreed }),
  });
}

/** Everything that is needed to make it, or all gaps at once. */
export function planSupplier(
  view: SupplierView,
  supplier: CoupaSupplier,
  settings: SupplierSettings,
): Translated<Plan> {
  const values = valuesFromCoupa(supplier, {
    lookup: view.lookup,
    now: view.now,
    lengths: lengthsOfTenant(view, settings),
    settings,
  });
  const group = groupOf(supplier, settings.groupField, mappingsOf(view, settings));
  const parts = combine({
    values,
    group,
    gaps: andThen(group, (one) => mandatoryGiven(view, one, values, settings)),
  });
  return map(parts, ({ values: fromCoupa, group: one }) => ({ ...fromCoupa, group: one }));
}

/** What M3 holds of a new supplier before Coupa has its say: defaults give way to what Coupa knows. */
export const wholeRecord = (
  { group, values }: Pick<Plan, 'group' | 'values'>,
  settings: SupplierSettings,
): M3Input => ({
  ...group.defaults,
  ...supplierToM3(values, settings),
});

/** AddSupplier demands these of a tenant that has not told its own list (Infor's list of 2020). */
const mandatoryByDefault = 'SUNO SUNM SUTY CSCD DTFM ORTY DT4T DTCD CUCD CRTP ATPR'.split(' ');

/** Told by Coupa, so that their absence is the concern of whoever translates them. */
const fromCoupa = ['SUNO', 'SUNM', 'STAT', 'CSCD'];

/** A template brings what M3 demands; without one, Coupa and the row of the group must give it. */
function mandatoryGiven(
  view: SupplierView,
  group: SupplierGroup,
  values: Translated<FromCoupa>,
  settings: SupplierSettings,
): Translated<true> {
  if (group.template !== undefined) return found(true);
  const given = 'value' in values ? wholeRecord({ group, values: values.value.values }, settings) : group.defaults;
  const known = 'value' in values ? ['SUNO'] : fromCoupa;
  const gaps = (mandatoryIn(view, 'AddSupplier', settings) ?? mandatoryByDefault).filter(
    (field) => !known.includes(field) && (given[field] ?? '') === '',
  );
  if (gaps.length === 0) return found(true);
  const fields = gaps.map((field) => (meanings[field] === undefined ? field : `${meanings[field]} (${field})`));
  const message = `M3 demands of a new supplier what neither Coupa nor the row ${group.name} of the mapping supplier-group gives: ${fields.join(', ')}`;
  return problem('value-missing', message);
}

/** What is mandatory in AddSupplier by one list of Infor's or another. */
const meanings: Readonly<Record<string, string>> = {
  SUNM: 'name',
  SUTY: 'supplier type',
  CSCD: 'country',
  ECAR: 'state',
  LNCD: 'language',
  DTFM: 'date format',
  MEPF: 'media profile',
  SUCL: 'supplier group',
  QUCL: 'quality class',
  ORTY: 'order type',
  TEDL: 'delivery terms',
  MODL: 'delivery method',
  TEAF: 'freight terms',
  TEPA: 'packaging terms',
  DT4T: 'which date the terms count from',
  DTCD: 'date',
  CUCD: 'currency',
  CRTP: 'rate type',
  TEPY: 'payment terms',
  PYME: 'payment method',
  ATPR: 'approval of invoices',
  ACRF: 'accounting reference',
};
