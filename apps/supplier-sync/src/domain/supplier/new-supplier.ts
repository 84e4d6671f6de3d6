import { refused, send, waiting, type Decision, type Decisions } from '@sluice/reconciler/decision';
import type { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import { m3Text } from '@sluice/reconciler/read';
import { decideFindings } from '@sluice/translation/decide-findings';
import { fitting } from '@sluice/translation/check-field';
import { createSupplier } from './create-supplier.js';
import {
  isNoneOf,
  isSameName,
  matchFound,
  newQuestion,
  searchFor,
  unlinkedMatches,
  type Match,
} from './find-matches.js';
import { fixes } from './fixes.js';
import { everywhere, linkMessages } from './link-supplier.js';
import { planSupplier, type Plan } from './plan-supplier.js';
import { lastRead, readSupplierScript } from './read-supplier.js';
import type { SupplierSettings } from './settings.js';
import { numberQuestion } from './supplier-number.js';
import { companyDestination, type SupplierView } from './supplier-view.js';
import { lengthsOfTenant } from './tenant.js';

/**
 * An active supplier that has no number yet. What is missing is said and M3 is searched for it before a number is taken; it is
 * then made in the first company, and the others wait for its number.
 */
export function newSupplier(view: SupplierView, supplier: CoupaSupplier, settings: SupplierSettings): Decisions {
  const decisions = decideNew(view, supplier, settings);
  const [first] = Object.values(decisions);
  const because = first?.decision === 'refused' || first?.decision === 'waiting' ? first.because : undefined;
  const link = { supplierId: view.document.id, entries: [], ...(because && { because }) };
  const publish = linkMessages(view, link, settings);
  return Object.fromEntries(Object.entries(decisions).map(([name, decision]) => [name, { ...decision, publish }]));
}

function decideNew(view: SupplierView, supplier: CoupaSupplier, settings: SupplierSettings): Decisions {
  const [company = ''] = settings.companies;
  const plan = planSupplier(view, supplier, settings);
  if ('findings' in plan) return everywhere(decideFindings(plan.findings, fixes), settings);
  const looked = searchFirst(view, supplier, plan.value, settings);
  if ('decisions' in looked) return looked.decisions;
  return settings.numbers === 'm3-series'
    ? inFirst(createSupplier(view, { supplier, company, ...looked }, settings), settings)
    : underOwnNumber(view, supplier, plan.value, settings);
}

/** Nothing of M3's is the supplier, and when that was looked for; ISO 8601. */
type Looked = { readonly decisions: Decisions } | { readonly lookedAt?: string };

/** One of M3's that nobody is linked to and that looks like it: a person says whether it is the same. */
function searchFirst(
  view: SupplierView,
  supplier: CoupaSupplier,
  { values }: Plan,
  settings: SupplierSettings,
): Looked {
  const [company = ''] = settings.companies;
  const read = searchFor(view, values, settings);
  if (read === undefined) return {};
  const { fresh } = view.destination(companyDestination(company));
  const found = fresh(read, settings.factsFreshForMs);
  if (found === undefined)
    return { decisions: inFirst(send({ system: 'm3', kind: 'read', company, steps: [read.step] }), settings) };
  const matches = unlinkedMatches(view, company, found.value);
  return matches.length === 0 || isNoneOf(view, matches)
    ? { lookedAt: found.readAt }
    : { decisions: asksFor(view, supplier, company, matches, settings) };
}

const asksFor = (
  view: SupplierView,
  supplier: CoupaSupplier,
  company: string,
  matches: readonly Match[],
  settings: SupplierSettings,
): Decisions =>
  everywhere(
    refused(matchFound(supplier.name, company, matches), {
      questions: [numberQuestion(supplier, 'matched'), newQuestion(supplier.name, matches)],
      watches: matches.map(({ number }) => view.lookup('xref.m3-supplier.v1', `${company}/${number}`).ref),
    }),
    settings,
  );

/** The first number of our range that no company holds. */
function underOwnNumber(
  view: SupplierView,
  supplier: CoupaSupplier,
  { values }: Plan,
  settings: SupplierSettings,
): Decisions {
  const [company = ''] = settings.companies;
  const tried: string[] = [];
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const number = ownNumber(view, attempt, settings);
    if (number === undefined) return everywhere(takesNumber, settings);
    if (number === 'used-up') return everywhere(rangeUsedUp(supplier, settings), settings);
    const fits = fitting('number of our own range', number, 'SUNO', lengthsOfTenant(view, settings));
    if ('findings' in fits)
      return everywhere(decideFindings(fits.findings, { 'value-too-long': anotherRange }), settings);
    const unread = settings.companies.filter((one) => readingIn(view, one, number) === undefined);
    if (unread.length > 0) return readIn(unread, number, settings);
    const holder = settings.companies.find((one) => readingIn(view, one, number)?.value !== undefined);
    if (holder === undefined) return inFirst(createSupplier(view, { supplier, company, number }, settings), settings);
    // Records that were lost with a backup may have been of this very supplier.
    const name = m3Text(readingIn(view, holder, number)?.value?.record['SUNM']);
    const itself = isSameName(name, values.name ?? '') ? [{ number, name }] : [];
    if (itself.length > 0 && !isNoneOf(view, itself)) return asksFor(view, supplier, holder, itself, settings);
    tried.push(number);
  }
  return everywhere(rangeInUse(supplier, tried), settings);
}

/** So many numbers of the range are tried before a person is asked: somebody else uses the range as well. */
const attemptsMax = 5;

/**
 * A number of our own range: the prefix and a counter that gives none twice, with as many digits as the first of the range.
 * Each attempt counts in a part of the range of its own, so that no two of them lead to one number. `undefined` while it is
 * being taken.
 */
function ownNumber(
  view: SupplierView,
  attempt: number,
  { ownNumbers: { prefix, start } }: SupplierSettings,
): string | 'used-up' | undefined {
  const taken = view.take(attempt === 1 ? 'supplier-number' : `supplier-number/${attempt}`);
  if (taken === undefined) return undefined;
  const first = Number(start);
  const part = Math.floor((10 ** start.length - first) / attemptsMax);
  if (taken > part) return 'used-up';
  return prefix + String(first + (attempt - 1) * part + taken - 1).padStart(start.length, '0');
}

const readingIn = (view: SupplierView, company: string, number: string) =>
  lastRead(view.destination(companyDestination(company)), number);

const takesNumber: Decision = waiting([], {
  code: 'supplier-unlinked',
  message: 'A number of our own range is being taken',
});

const anotherRange =
  'Set M3_SUPPLIER_NUMBER_PREFIX and M3_SUPPLIER_NUMBER_START to a range that M3 takes and nobody uses.';

const rangeUsedUp = (supplier: CoupaSupplier, { ownNumbers: { prefix, start } }: SupplierSettings): Decision =>
  refused(
    {
      code: 'not-usable-in-m3',
      message: `Our range of numbers from ${prefix}${start} on is used up`,
      fix: anotherRange,
    },
    { questions: [numberQuestion(supplier)] },
  );

const rangeInUse = (supplier: CoupaSupplier, tried: readonly string[]): Decision =>
  refused(
    {
      code: 'not-usable-in-m3',
      message: `M3 holds other suppliers under the next numbers of our range: ${tried.join(', ')}`,
      fix: `${anotherRange} Or answer the question number.`,
    },
    { questions: [numberQuestion(supplier)] },
  );

const readIn = (companies: readonly string[], number: string, settings: SupplierSettings): Decisions => ({
  ...everywhere(waitsForNumber, settings),
  ...Object.fromEntries(
    companies.map((company) => [companyDestination(company), send(readSupplierScript(company, number, 'link'))]),
  ),
});

const inFirst = (decision: Decision, settings: SupplierSettings): Decisions => {
  const [company = ''] = settings.companies;
  return { ...everywhere(waitsForNumber, settings), [companyDestination(company)]: decision };
};

const waitsForNumber: Decision = waiting([], {
  code: 'supplier-unlinked',
  message: 'The supplier has no number in M3 yet; it is made in the first company first',
});
