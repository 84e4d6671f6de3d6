import { done, inProgress, refused, send, waiting, type Decision, type Decisions } from '@sluice/reconciler/decision';
import type { Reading } from '@sluice/reconciler/read';
import type { Reason } from '@sluice/shared/status';
import { decideFindings } from '@sluice/translation/decide-findings';
import { later } from '@sluice/shared/moment';
import { readSupplierScript, wholeSupplierIn, type WholeSupplier } from '../supplier/read-supplier.js';
import { companyDestination, coupaDestination } from '../supplier/supplier-view.js';
import { findScript, foundInCoupa } from './find-in-coupa.js';
import type { M3SupplierSettings } from './m3-supplier-settings.js';
import {
  changeSeenAt,
  linkedTo,
  memoryOf,
  supplierOf,
  watchesOf,
  type M3Supplier,
  type M3SupplierMemory,
  type M3SupplierView,
} from './m3-supplier-view.js';
import {
  awaitsLink,
  fixes,
  hasMatches,
  isExcluded,
  isGone,
  isLeft,
  isLinked,
  isLinkedInFirst,
  isNotInUse,
  isNotScanned,
  isOld,
  isOurs,
  isSettling,
  linkQuestion,
  linkQuestionId,
  needsAnotherName,
  onlyFromFirst,
} from './reasons.js';
import { supplierForCoupa } from './supplier-for-coupa.js';
import { createScript, linkScript } from './write-to-coupa.js';

/**
 * A supplier of M3 that no supplier of Coupa's is linked to: it rests, for a person to link it, or it is made in Coupa.
 * As soon as it is linked, all that happens to it is the linked supplier's, and nothing is left to be done here.
 */
export function decide(view: M3SupplierView, settings: M3SupplierSettings): Decisions {
  const supplier = supplierOf(view);
  const inM3 = companyDestination(supplier.company);
  const watches = watchesOf(view);
  const rests = (because: Reason, more: Pick<Decision, 'until' | 'untilPriority'> = {}): Decisions => ({
    [inM3]: done('Ignored', { because, watches, ...more }),
  });
  const supplierId = linkedTo(view, supplier);
  if (supplierId !== undefined) return rests(isLinked(supplierId));
  if (!settings.scannedCompanies.includes(supplier.company)) return rests(isNotScanned(supplier));
  if (isAmong(supplier.number, settings.notForCoupa)) return rests(isExcluded(supplier));
  const details = detailsOf(view, supplier, settings);
  if (details === undefined) return { [inM3]: readDetails(view, supplier, settings) };
  if (details.value === undefined) return rests(isGone(supplier));
  // Nothing else finds what was changed in M3 and left no trace in its list of changes.
  const again = { until: later(details.readAt, settings.detailsFreshForMs), untilPriority: 'replay' } as const;
  const { status } = details.value;
  if (!settings.usableStatuses.includes(status)) return rests(isNotInUse(status, settings.usableStatuses), again);
  const first = settings.scannedCompanies[0];
  if (first !== undefined && first !== supplier.company) return inFurtherCompany(view, supplier, first, again);
  if (settings.newInM3 === 'leave') return rests(isLeft, again);
  const isWanted = changeSeenAt(view) !== undefined || memoryOf(view, supplier).askedForAt !== undefined;
  if (!isWanted) return rests(isOld, again);
  // Our own write must not come back as a second supplier before it is known to be ours.
  if (settings.ownPrefix !== undefined && supplier.number.startsWith(settings.ownPrefix))
    return rests(isOurs(supplier), again);
  const settled = settlesAt(view, supplier, settings);
  if (settled > view.now) return { [coupaDestination]: inProgress(isSettling, settled, { watches }) };
  return { [coupaDestination]: { watches, ...bringToCoupa(view, supplier, details.value, settings) } };
}

/** When it is old enough to be made in Coupa; a person who asks for that knows. */
function settlesAt(view: M3SupplierView, supplier: M3Supplier, { newSettlesMs }: M3SupplierSettings): string {
  const seen = changeSeenAt(view);
  const isAskedFor = memoryOf(view, supplier).askedForAt !== undefined;
  return seen === undefined || isAskedFor ? '' : later(seen, newSettlesMs);
}

const isAmong = (number: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => (pattern.endsWith('*') ? number.startsWith(pattern.slice(0, -1)) : number === pattern));

/** What M3 holds, unless that is to be read again: a scan has seen a change, a person asks, or it is long ago. */
function detailsOf(
  view: M3SupplierView,
  { company, number }: M3Supplier,
  { detailsFreshForMs }: M3SupplierSettings,
): Reading<WholeSupplier | undefined> | undefined {
  const details = wholeSupplierIn(view, company, number);
  if (details === undefined || details.justRead) return details;
  const isOutdated =
    view.askedBy !== undefined ||
    (changeSeenAt(view) ?? '') > details.readAt ||
    later(details.readAt, detailsFreshForMs) <= view.now;
  return isOutdated ? undefined : details;
}

/** Whoever retries it wants it in Coupa, where suppliers are made there. */
function readDetails(view: M3SupplierView, supplier: M3Supplier, { newInM3 }: M3SupplierSettings): Decision {
  const isAskedFor = view.askedBy !== undefined && newInM3 === 'create';
  const memory: M3SupplierMemory = isAskedFor ? { askedForAt: view.now } : memoryOf(view, supplier);
  return send(readSupplierScript(supplier.company, supplier.number, 'full'), { memory, watches: watchesOf(view) });
}

/** The same number in two companies is one supplier: only the first company makes it in Coupa. */
function inFurtherCompany(
  view: M3SupplierView,
  supplier: M3Supplier,
  first: string,
  again: Pick<Decision, 'until' | 'untilPriority'>,
): Decisions {
  const { ref, value } = view.lookup('xref.m3-supplier.v1', `${first}/${supplier.number}`);
  const because = value === undefined ? onlyFromFirst(first) : isLinkedInFirst(supplier, first, value.supplierId);
  return {
    [companyDestination(supplier.company)]: done('Ignored', { because, watches: [...watchesOf(view), ref], ...again }),
  };
}

/** Made in Coupa, or linked there: never without a look at what Coupa has. */
function bringToCoupa(
  view: M3SupplierView,
  supplier: M3Supplier,
  inM3: WholeSupplier,
  settings: M3SupplierSettings,
): Decision {
  const { identity, acknowledgedAt = '', last, fresh } = view.destination(coupaDestination);
  const { askedForAt = '' } = memoryOf(view, supplier);
  const wasLinked = view.lookup('xref.m3-supplier.v1', view.document.id).ref.sequence > 0;
  // Where the link has ended since, or a person asks again, it may have gone from there.
  if (identity['supplierId'] !== undefined && !wasLinked && acknowledgedAt > askedForAt)
    return awaitLink(view, supplier, identity['supplierId']);
  const translated = supplierForCoupa(view, supplier.company, inM3, settings);
  const name = String(inM3.record['SUNM'] ?? '').trim();
  const taxId = 'value' in translated ? translated.value['tax-id'] : undefined;
  const wanted = { number: supplier.number, name, ...(typeof taxId === 'string' && { taxId }) };
  const isJustRefused = last?.kind === 'write' && last.result === 'refused';
  const found = isJustRefused ? undefined : foundInCoupa({ fresh }, wanted, settings.lookFreshForMs);
  if (found === undefined) return send(findScript(wanted));
  const [numbered, ...more] = found.byNumber;
  if (numbered !== undefined && more.length === 0) return awaitLink(view, supplier, numbered.id);
  const candidates = [...found.byName, ...found.byTaxId].filter(({ number }) => number === '');
  const answer = view.answers(linkQuestionId(found)).at(-1)?.answer;
  const chosen = candidates.find(({ id }) => id === answer);
  if (chosen !== undefined) return send(linkScript(chosen.id, supplier.number));
  const questions = [linkQuestion(name, found, candidates)];
  const isSaidToBeNew = answer === 'new' && found.byNumber.length === 0;
  if (isSaidToBeNew && found.byName.length > 0) return refused(needsAnotherName(found.byName), { questions });
  if (!isSaidToBeNew && Object.values(found).some((matches) => matches.length > 0))
    return refused(hasMatches(supplier, found), { questions });
  if ('findings' in translated) return decideFindings(translated.findings, fixes);
  return send(createScript(supplier.number, translated.value));
}

/** The linked supplier says so, once it was fetched from Coupa. */
function awaitLink(view: M3SupplierView, supplier: M3Supplier, supplierId: string): Decision {
  return waiting([view.lookup('xref.m3-supplier.v1', view.document.id).ref], awaitsLink(supplier, supplierId));
}
