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
import type { Reason } from '@sluice/shared/status';
import { checkNumber } from './check-number.js';
import { readSupplier, type SupplierInM3 } from './read-supplier.js';
import type { SupplierSettings } from './settings.js';

export type SupplierView = View<CoupaSupplier>;

export const companyDestination = (company: string): string => `m3/${company}`;

/**
 * Linking only: a supplier that carries M3's number in Coupa is looked up under it in each company, and what is found is
 * told to those who wait for it. Nothing is written to either system. Whatever is decided says what the link is now, also
 * that there is none any more: nobody orders by a number that the supplier no longer has.
 */
export function decide(view: SupplierView, settings: SupplierSettings): Decisions {
  const everywhere = (decision: Decision): Decisions =>
    Object.fromEntries(settings.companies.map((company) => [companyDestination(company), decision]));
  if (view.removed) return everywhere(removed(view));
  if (view.desired === undefined) return everywhere(refused(unavailableReason('supplier', view.unavailable)));
  const checked = checkNumber(view.desired);
  if ('decision' in checked) return everywhere(unlinked(view, checked.decision));
  const { number } = checked;
  const link = linkBy(view, number, settings);
  return Object.fromEntries(
    settings.companies.map((company) => [
      companyDestination(company),
      decideCompany(view, company, number, link, settings),
    ]),
  );
}

/** What M3 was last seen to hold of the supplier in a company, whatever the age. */
export const supplierIn = (view: SupplierView, company: string, number: string): SupplierInM3 | undefined =>
  view.destination(companyDestination(company)).reading(readSupplier(number))?.value;

/** One company: read what M3 holds unless that was done a short while ago, then decide by what was found. */
function decideCompany(
  view: SupplierView,
  company: string,
  number: string,
  link: SupplierXref,
  settings: SupplierSettings,
): Decision {
  const publish = [crossReference(link)];
  const read = readSupplier(number);
  const fresh = view.destination(companyDestination(company)).fresh(read, settings.factsFreshForMs);
  if (fresh === undefined) return send({ system: 'm3', kind: 'read', company, steps: [read.step] }, { publish });
  const found = fresh.value;
  if (found !== undefined) {
    const isBlocked = !settings.usableStatuses.includes(found.status);
    const until = new Date(Date.parse(view.now) + settings.rereadEveryMs).toISOString();
    return done('Posted', { publish, ...(isBlocked && { until }) });
  }
  const because = notInM3(number, [company]);
  // A supplier need not be in every company: one that knows it is enough.
  if (link.entries.length > 0) return done('Ignored', { because, publish });
  return refused(because, { publish });
}

const notInM3 = (number: string, companies: readonly string[]): Reason => ({
  code: 'supplier-not-in-m3',
  message: `number: M3 holds no supplier ${number} in company ${companies.join(', ')}`,
  fix: "Correct the supplier's number in Coupa, or make the supplier in M3, then retry.",
});

/** What was found so far in all companies; where nothing was, why. What was found under another number does not count. */
function linkBy(view: SupplierView, number: string, settings: SupplierSettings): SupplierXref {
  const entries = settings.companies.flatMap((company) => {
    const found = supplierIn(view, company, number);
    return found === undefined ? [] : [entryOf(company, found, settings)];
  });
  const because = entries.length === 0 ? whyNotFound(view, number, settings) : undefined;
  return { supplierId: view.document.id, entries, ...(because && { because }) };
}

/** Nothing while M3 is still to be asked, unless it is known that it lets nobody ask. */
function whyNotFound(view: SupplierView, number: string, { companies }: SupplierSettings): Reason | undefined {
  const destinations = companies.map((company) => view.destination(companyDestination(company)));
  if (destinations.every((destination) => destination.reading(readSupplier(number)) !== undefined))
    return notInM3(number, companies);
  const codes = destinations.map(({ inFlight }) => inFlight?.delay?.code);
  return accessProblems.find(({ code }) => codes.includes(code));
}

/** In the same words for as long as it lasts, so that it is told once. */
const accessProblems: readonly Reason[] = [
  { code: 'credentials-refused', message: 'M3 refuses the credentials of Sluice' },
  { code: 'scope-missing', message: 'M3 refuses Sluice access' },
  { code: 'configuration-invalid', message: 'the address of M3 that is configured is not known there' },
].map((problem) => ({
  ...(problem as Reason),
  fix: 'Whoever runs Sluice sees to the access (sluice doctor says what is wrong); then it goes on by itself.',
}));

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

const crossReference = (value: SupplierXref): StateMessage => ({
  topic: 'xref.supplier.v1',
  key: value.supplierId,
  value,
});

/** Nobody may order by a link that the supplier had under another number. */
const unlinked = ({ document }: SupplierView, decision: Decision): Decision => ({
  ...decision,
  publish: [
    crossReference({
      supplierId: document.id,
      entries: [],
      ...('because' in decision && decision.because && { because: decision.because }),
    }),
  ],
});

/** Nobody may order by a link to a supplier that Coupa has taken away. */
const removed = ({ document }: SupplierView): Decision =>
  done('Ignored', {
    because: { code: 'removed-in-coupa', message: 'Coupa removed the supplier' },
    publish: [crossReference({ supplierId: document.id, entries: [], removed: true })],
  });
