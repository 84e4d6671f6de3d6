import type { Highlight } from '@sluice/shared/messages/document-status';
import type { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import { bothSidesOf } from './both-sides.js';
import { inWords, nameOf } from './field-in-words.js';
import { conflictInWords, mergeSupplier } from './merge-supplier.js';
import { supplierIn, wholeSupplierIn } from './read-supplier.js';
import type { SupplierSettings } from './settings.js';
import { coupaMemoryOf, memoryOf, type LostValue, type SupplierView } from './supplier-view.js';

/** What a person wants to know first of a supplier: its number and state in each company, and where the two systems differ. */
export function supplierHighlights(
  view: SupplierView,
  supplier: CoupaSupplier,
  number: string,
  settings: SupplierSettings,
): Highlight[] {
  const companies = settings.companies.flatMap((company) => inCompany(view, company, number, settings));
  if (settings.sync === 'link') return companies;
  const terms = supplier['payment-term']?.code ?? '';
  return [
    ...companies,
    ...(terms === '' ? [] : [{ label: 'Payment terms', text: `${terms} in Coupa` }]),
    ...settings.companies.flatMap((company) => differences(view, supplier, company, number, settings)),
    ...lost(
      'M3',
      settings.companies.flatMap((company) => memoryOf(view, company, number)?.lost ?? []),
    ),
    ...lost('Coupa', coupaMemoryOf(view)?.lost ?? []),
  ];
}

function inCompany(
  view: SupplierView,
  company: string,
  number: string,
  { usableStatuses }: SupplierSettings,
): Highlight[] {
  const found = supplierIn(view, company, number);
  if (found === undefined) return [];
  const state = usableStatuses.includes(found.status) ? 'in use' : 'no orders';
  const paid = found.payee === undefined ? '' : `, paid to ${found.payee}`;
  return [{ label: `Company ${company}`, text: `${number}, status ${found.status} (${state})${paid}` }];
}

/** What is not the same in both, whatever is done about it. */
function differences(
  view: SupplierView,
  supplier: CoupaSupplier,
  company: string,
  number: string,
  settings: SupplierSettings,
): Highlight[] {
  const whole = wholeSupplierIn(view, company, number)?.value;
  if (whole === undefined) return [];
  const sides = bothSidesOf(view, { supplier, company, number, whole }, settings);
  if ('findings' in sides) return [];
  const { coupa, m3 } = { coupa: sides.value.coupa.values, m3: sides.value.m3.values };
  const merged = mergeSupplier(view, sides.value, settings);
  const told = [
    ...Object.keys(merged.toM3).map((field) => ({ field, to: 'M3' })),
    ...Object.keys(merged.toCoupa).map((field) => ({ field, to: 'Coupa' })),
  ] as { field: keyof typeof coupa; to: string }[];
  return [
    ...told.map(({ field, to }) => ({
      label: `Told to ${to}`,
      text: `${nameOf(field)}: ${inWords(field, coupa[field])} in Coupa, ${inWords(field, m3[field])} in M3 (company ${company})`,
    })),
    ...merged.conflicts.map((conflict) => ({
      label: 'Differs',
      text: `${conflictInWords(conflict)} (company ${company})`,
    })),
  ];
}

const lost = (system: string, values: readonly LostValue[]): Highlight[] =>
  values.map(({ field, value, at }) => ({
    label: `Overwritten in ${system}`,
    text: `${nameOf(field)} ${value}, on ${at.slice(0, 10)}`,
  }));
