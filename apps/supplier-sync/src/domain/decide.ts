import {
  done,
  refused,
  send,
  type Decision,
  type Decisions,
  type StateMessage,
  type View,
} from '@sluice/reconciler/decision';
import { unavailableReason } from '@sluice/shared/coupa/unavailable-reason';
import type { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import type { SupplierXref } from '@sluice/shared/messages/xref';
import { checkNumber } from './check-number.js';
import { readSupplier, type SupplierInM3 } from './read-supplier.js';
import type { SupplierSettings } from './settings.js';

export type SupplierView = View<CoupaSupplier>;

export const companyDestination = (company: string): string => `m3/${company}`;

/**
 * Linking only: a supplier that carries M3's number in Coupa is looked up under it in each company, and what is found is
 * told to those who wait for it. Nothing is written to either system.
 */
export function decide(view: SupplierView, settings: SupplierSettings): Decisions {
  const everywhere = (decision: Decision): Decisions =>
    Object.fromEntries(settings.companies.map((company) => [companyDestination(company), decision]));
  if (view.removed) return everywhere(removed(view));
  if (view.desired === undefined) return everywhere(refused(unavailableReason('supplier', view.unavailable)));
  const checked = checkNumber(view.desired);
  if ('decision' in checked) return everywhere(checked.decision);
  const { number } = checked;
  const publish = linkedBy(view, number, settings);
  return Object.fromEntries(
    settings.companies.map((company) => [companyDestination(company), link(view, company, number, publish, settings)]),
  );
}

/** What M3 was last seen to hold of the supplier in a company, whatever the age. */
export const supplierIn = (view: SupplierView, company: string, number: string): SupplierInM3 | undefined =>
  view.destination(companyDestination(company)).reading(readSupplier(number))?.value;

/** One company: read what M3 holds unless that was done a short while ago, then decide by what was found. */
function link(
  view: SupplierView,
  company: string,
  number: string,
  publish: readonly StateMessage[],
  settings: SupplierSettings,
): Decision {
  const read = readSupplier(number);
  const fresh = view.destination(companyDestination(company)).fresh(read, settings.factsFreshForMs);
  if (fresh === undefined) return send({ system: 'm3', kind: 'read', company, steps: [read.step] });
  const found = fresh.value;
  if (found !== undefined) {
    const isBlocked = !settings.usableStatuses.includes(found.status);
    const until = new Date(Date.parse(view.now) + settings.rereadEveryMs).toISOString();
    return done('Posted', { publish, ...(isBlocked && { until }) });
  }
  const message = `number: M3 holds no supplier ${number} in company ${company}`;
  // A supplier need not be in every company: one that knows it is enough.
  if (publish.length > 0) return done('Ignored', { because: { code: 'supplier-not-in-m3', message }, publish });
  return refused({
    code: 'supplier-not-in-m3',
    message,
    fix: "Correct the supplier's number in Coupa, or make the supplier in M3, then retry.",
  });
}

/** What was found so far in all companies, as one message; none before anything was found. */
function linkedBy(view: SupplierView, number: string, settings: SupplierSettings): StateMessage[] {
  const entries = settings.companies.flatMap((company) => {
    const found = supplierIn(view, company, number);
    return found === undefined ? [] : [entryOf(company, found, settings)];
  });
  return entries.length === 0 ? [] : [crossReference(view, { supplierId: view.document.id, entries })];
}

const entryOf = (
  company: string,
  { number, status, payee }: SupplierInM3,
  { usableStatuses }: SupplierSettings,
): SupplierXref['entries'][number] => ({
  company,
  number,
  ...(payee !== undefined && { payee }),
  blocked: !usableStatuses.includes(status),
});

const crossReference = ({ document }: SupplierView, value: SupplierXref): StateMessage => ({
  topic: 'xref.supplier.v1',
  key: document.id,
  value,
});

/** Nobody may order by a link to a supplier that Coupa has taken away. */
const removed = (view: SupplierView): Decision =>
  done('Ignored', {
    because: { code: 'removed-in-coupa', message: 'Coupa removed the supplier' },
    publish: [crossReference(view, { supplierId: view.document.id, entries: [], removed: true })],
  });
