import type { Decision, Decisions, DestinationView, Ref, StateMessage } from '@sluice/reconciler/decision';
import type { SupplierXref } from '@sluice/shared/messages/xref';
import type { Reason } from '@sluice/shared/status';
import { bankChangedAt } from '../bank/bank-decisions.js';
import { lastRead, supplierIn, type SupplierInM3 } from './read-supplier.js';
import type { SupplierSettings } from './settings.js';
import { companyDestination, madeIn, memoryOf, rememberedIn, type SupplierView } from './supplier-view.js';
import type { SupplierTarget } from './write-steps.js';

/** What was found so far in all companies; where nothing was, why. What was found under another number does not count. */
export function linkBy(view: SupplierView, number: string, settings: SupplierSettings): SupplierXref {
  const entries = settings.companies.flatMap((company) => {
    const found = supplierIn(view, company, number);
    const isLinked = found !== undefined && linkedElsewhere(view, company, number) === undefined;
    return isLinked ? [entryOf(view, company, found, settings)] : [];
  });
  const because = entries.length === 0 ? whyNotFound(view, number, settings) : undefined;
  return { supplierId: view.document.id, entries, ...(because && { because }) };
}

function entryOf(
  view: SupplierView,
  company: string,
  { number, status, payee }: SupplierInM3,
  { usableStatuses }: SupplierSettings,
): SupplierXref['entries'][number] {
  const changedAt = bankChangedAt(view, company);
  return {
    company,
    number,
    ...(payee !== undefined && { payee }),
    blocked: !usableStatuses.includes(status) || isHalfMade(view, company, number),
    ...(changedAt !== undefined && { bankChangedAt: changedAt }),
  };
}

/** A copy of a template that was not completed yet has the template's name and status: nobody may order from it. */
function isHalfMade(view: SupplierView, company: string, number: string): boolean {
  if (madeIn(view, company) !== number || memoryOf(view, company, number)?.agreed.name !== undefined) return false;
  const confirmed = view.destination(companyDestination(company)).acknowledged as SupplierTarget | undefined;
  return confirmed?.values.name === undefined;
}

/** Nothing while M3 is still to be asked, unless it is known that it lets nobody ask. */
function whyNotFound(view: SupplierView, number: string, { companies }: SupplierSettings): Reason | undefined {
  const destinations = companies.map((company) => view.destination(companyDestination(company)));
  const other = companies.map((company) => linkedElsewhere(view, company, number)).find((id) => id !== undefined);
  if (other !== undefined) return isAnothers(number, other);
  if (destinations.every((destination) => isRead(destination, number))) return notInM3(number, companies);
  const codes = destinations.map(({ inFlight }) => inFlight?.delay?.code);
  return accessProblems.find(({ code }) => codes.includes(code));
}

/** What was read before we wrote there says nothing of what is there now. */
function isRead(destination: DestinationView, number: string): boolean {
  const { last } = destination;
  const readAt = lastRead(destination, number)?.readAt;
  return readAt !== undefined && !(last?.kind === 'write' && last.at > readAt);
}

export const notInM3 = (number: string, companies: readonly string[]): Reason => ({
  code: 'supplier-not-in-m3',
  message: `number: M3 holds no supplier ${number} in company ${companies.join(', ')}`,
  fix: "Correct the supplier's number in Coupa, or make the supplier in M3, then retry.",
});

/** In the same words for as long as it lasts, so that it is told once. */
const accessProblems: readonly Reason[] = [
  { code: 'credentials-refused', message: 'M3 refuses the credentials of Sluice' },
  { code: 'scope-missing', message: 'M3 refuses Sluice access' },
  { code: 'configuration-invalid', message: 'the address of M3 that is configured is not known there' },
].map((problem) => ({
  ...(problem as Reason),
  fix: 'Whoever runs Sluice sees to the access (sluice doctor says what is wrong); then it goes on by itself.',
}));

/** The other supplier of Coupa's that a supplier of M3 is linked to, where there is one. */
export function linkedElsewhere(view: SupplierView, company: string, number: string): string | undefined {
  const { value } = view.lookup('xref.m3-supplier.v1', keyOf(company, number));
  const isAnother = value !== undefined && value.removed !== true && value.supplierId !== view.document.id;
  return isAnother ? value.supplierId : undefined;
}

export const isAnothers = (number: string, supplierId: string): Reason => ({
  code: 'supplier-match-found',
  message: `M3's supplier ${number} is linked to supplier ${supplierId} of Coupa's already, and one of M3's is one of Coupa's`,
  fix: `Give one of the two its own number of M3's, or deactivate the one that is too many in Coupa (supplier/${supplierId}).`,
});

/** What tells this supplier that a link was made or ended, and that a scan saw a change in M3. */
export const watchedIn = (view: SupplierView, company: string, number: string): Ref[] => {
  const key = keyOf(company, number);
  return [view.lookup('xref.m3-supplier.v1', key).ref, view.lookup('xref.m3-supplier-scan.v1', key).ref];
};

/** When a scan of M3 last saw a change of it; ISO 8601. */
export const changeSeenAt = (view: SupplierView, company: string, number: string): string | undefined =>
  view.lookup('xref.m3-supplier-scan.v1', keyOf(company, number)).value?.changeSeenAt;

const keyOf = (company: string, number: string): string => `${company}/${number}`;

/** Which suppliers of M3 are Coupa's, in both directions. Each decision tells all of it, so that it is never told in part. */
export function linkMessages(
  view: SupplierView,
  link: SupplierXref,
  settings: SupplierSettings,
  number?: string,
): StateMessage[] {
  const made = settings.companies.filter((company) => number !== undefined && isJustMade(view, company, number));
  const ours = new Set([
    ...link.entries.map((entry) => keyOf(entry.company, entry.number)),
    ...made.map((company) => keyOf(company, number ?? '')),
  ]);
  return [
    { topic: 'xref.supplier.v1', key: link.supplierId, value: link },
    ...link.entries.map((entry) => m3Link(view, entry.company, entry.number)),
    ...made
      .filter((company) => !link.entries.some((entry) => entry.company === company))
      .map((company) => m3Link(view, company, number ?? '')),
    ...settings.companies.flatMap((company) => endedLinks(view, company, ours)),
  ];
}

/**
 * Made there by us and not read since. Nobody orders by it yet, but a scan of M3 may see it before we read it, and must not
 * take it for one that Coupa does not have.
 */
function isJustMade(view: SupplierView, company: string, number: string): boolean {
  const destination = view.destination(companyDestination(company));
  if (madeIn(view, company) !== number || linkedElsewhere(view, company, number) !== undefined) return false;
  const hasFailed = destination.last?.kind === 'read' && destination.last.result !== 'ok';
  return supplierIn(view, company, number) !== undefined || !isRead(destination, number) || hasFailed;
}

const m3Link = ({ document }: SupplierView, company: string, number: string): StateMessage => ({
  topic: 'xref.m3-supplier.v1',
  key: keyOf(company, number),
  value: { company, number, supplierId: document.id },
});

/** The links that a company had and has no more. Another supplier's is not ours to end. */
function endedLinks(view: SupplierView, company: string, ours: ReadonlySet<string>): StateMessage[] {
  const numbers = new Set([rememberedIn(view, company)?.number, madeIn(view, company)]);
  return [...numbers].flatMap((number) => {
    if (number === undefined || ours.has(keyOf(company, number))) return [];
    const { value } = view.lookup('xref.m3-supplier.v1', keyOf(company, number));
    if (value?.supplierId !== view.document.id) return [];
    return [
      {
        topic: 'xref.m3-supplier.v1',
        key: keyOf(company, number),
        value: { company, number, supplierId: view.document.id, removed: true },
      },
    ];
  });
}

/** Nobody may order by a link that the supplier had under another number. */
export function unlinked(view: SupplierView, decision: Decision, settings: SupplierSettings): Decisions {
  const because = 'because' in decision ? decision.because : undefined;
  const link = { supplierId: view.document.id, entries: [], ...(because && { because }) };
  return everywhere({ ...decision, publish: linkMessages(view, link, settings) }, settings);
}

export const everywhere = (decision: Decision, { companies }: SupplierSettings): Decisions =>
  Object.fromEntries(companies.map((company) => [companyDestination(company), decision]));
