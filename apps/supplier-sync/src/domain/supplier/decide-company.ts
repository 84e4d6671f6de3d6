import { done, refused, send, waiting, type Decision, type Ref, type StateMessage } from '@sluice/reconciler/decision';
import type { CoupaSupplier } from '@sluice/shared/coupa/supplier';
import type { Question } from '@sluice/shared/messages/question';
import type { SupplierXref } from '@sluice/shared/messages/xref';
import type { Reason } from '@sluice/shared/status';
import { later } from '@sluice/shared/moment';
import { changeSupplier } from './change-supplier.js';
import { createSupplier } from './create-supplier.js';
import { isAnothers, linkedElsewhere, linkMessages, notInM3, watchedIn } from './link-supplier.js';
import { nextCompareAt } from './next-compare.js';
import { lastRead, readSupplierScript, type SupplierInM3 } from './read-supplier.js';
import { freshRecord, freshWhole } from './reading-of-m3.js';
import type { SupplierSettings } from './settings.js';
import { numberQuestion, type SupplierNumber } from './supplier-number.js';
import { companyDestination, memoryOf, type CompanyMemory, type SupplierView } from './supplier-view.js';

/** A supplier with its number, in one company of M3. */
export interface InCompany {
  readonly supplier: CoupaSupplier;
  readonly company: string;
  readonly number: string;
  readonly by: SupplierNumber['by'];
  readonly link: SupplierXref;
  /** Why its values are not kept in step, though it is linked: a rule excludes it. */
  readonly excluded?: Reason;
}

/** Read what M3 holds unless that was done a short while ago, then decide by what was found. */
export function decideCompany(view: SupplierView, one: InCompany, settings: SupplierSettings): Decision {
  const { company, number, link, excluded } = one;
  const linksOnly = settings.sync === 'link' || excluded !== undefined;
  const common = {
    publish: linkMessages(view, link, settings, number),
    watches: watchedIn(view, company, number),
  };
  const whole = linksOnly ? undefined : freshWhole(view, company, number, settings);
  const fresh = linksOnly ? freshRecord(view, company, number, settings) : whole;
  if (fresh === undefined) return readFirst(view, one, linksOnly ? 'link' : 'full', common);
  if (fresh.value === undefined) return withCommon(absent(view, one, settings), common);
  const other = linkedElsewhere(view, company, number);
  if (other !== undefined) return refused(isAnothers(number, other), { ...common, questions: questionsFor(one) });
  const memory = memoryOf(view, company, number);
  const met: CompanyMemory = { ...memory, number, agreed: memory?.agreed ?? {}, seenAt: fresh.readAt };
  const again = lookAgain(view, fresh.value, settings);
  // Where suppliers are only linked, the whole of it was not asked for.
  if (whole?.value === undefined)
    return done(excluded === undefined ? 'Posted' : 'Ignored', {
      ...common,
      ...again,
      memory: met,
      ...(excluded && { because: excluded }),
    });
  const decision = changeSupplier(view, { ...one, whole: whole.value, readAt: fresh.readAt, met }, settings);
  if (mayOverwriteUnseen(view, one, decision)) return readFirst(view, one, 'full', common);
  return withCommon(decision, common, again);
}

/** What a decision says itself goes with what is the same in all of them. */
function withCommon(decision: Decision, { publish, watches }: Told, again: Again = {}): Decision {
  const { until } = decision;
  const isSooner = until !== undefined && (again.until === undefined || until < again.until);
  return { ...decision, ...(!isSooner && again), publish, watches: [...watches, ...(decision.watches ?? [])] };
}

/** Somebody may have typed in M3 since it was read: what is overwritten there must be known, to be put on record. */
function mayOverwriteUnseen(view: SupplierView, { company, number }: InCompany, decision: Decision): boolean {
  const destination = view.destination(companyDestination(company));
  const writes = decision.decision === 'send' && decision.script.kind === 'write';
  return writes && destination.inFlight === undefined && lastRead(destination, number)?.justRead !== true;
}

interface Told {
  readonly publish: readonly StateMessage[];
  readonly watches: readonly Ref[];
}

function readFirst(view: SupplierView, { company, number }: InCompany, depth: 'link' | 'full', told: Told): Decision {
  const memory = memoryOf(view, company, number);
  const script = readSupplierScript(company, number, depth);
  if (view.askedBy === undefined || memory === undefined) return send(script, told);
  // A person has seen to it: what was written before does not count any more.
  const { rounds: _counted, ...afresh } = memory;
  return send(script, { ...told, memory: afresh });
}

type Again = Pick<Decision, 'until' | 'untilPriority'>;

/** M3 tells nobody that it releases a supplier, and of some changes nothing at all: so it is compared now and then. */
function lookAgain(view: SupplierView, { status }: SupplierInM3, settings: SupplierSettings): Again {
  const isBlocked = !settings.usableStatuses.includes(status);
  const reread = later(view.now, settings.rereadEveryMs);
  if (settings.sync === 'link') return isBlocked ? { until: reread } : {};
  const compare = nextCompareAt(view.now, settings, view.document.id);
  const isSooner = isBlocked && view.desired?.status === 'active' && reread < compare;
  return isSooner ? { until: reread } : { until: compare, untilPriority: 'replay' };
}

/** M3 holds none under the number. */
function absent(view: SupplierView, one: InCompany, settings: SupplierSettings): Decision {
  const { company, number, link, supplier, by } = one;
  const before = memoryOf(view, company, number);
  if (before !== undefined) return goneInM3(one, before.seenAt, settings);
  if (mayCreate(view, one, settings)) return createSupplier(view, one, settings);
  const because = notInM3(number, [company]);
  // A supplier need not be in every company: one that knows it is enough.
  if (link.entries.length > 0) return done('Ignored', { because });
  if (supplier.status !== 'active' && by === 'coupa' && settings.sync !== 'link')
    return done('Ignored', { because: { ...because, code: 'status-not-relevant' } });
  const others = unreadCompanies(view, one, settings);
  if (others.length > 0 && settings.sync !== 'link')
    return waiting([], { ...because, message: `${because.message}; it is looked for in ${others.join(', ')} as well` });
  return refused(because, { questions: questionsFor(one) });
}

/** It was there once, so it was deleted or merged over there: nothing of it is deleted in Coupa, and nothing made anew. */
function goneInM3(one: InCompany, seenAt: string, settings: SupplierSettings): Decision {
  const { supplier, number, company } = one;
  const because: Reason = {
    code: 'supplier-not-in-m3',
    message: `Gone in M3: supplier ${number} was in company ${company} when it was last read, ${seenAt}, and is there no more`,
    fix: 'Find out in M3 who deleted it or merged it into which; then give the supplier that number in Coupa, or set it inactive there.',
  };
  // What Coupa does not use any more either need not be found again.
  if (supplier.status === 'inactive' && settings.sync !== 'link') return done('Ignored', { because });
  return refused(because, { questions: questionsFor(one) });
}

/** Coupa's own number must be corrected in Coupa; what a person has answered or we have given may be answered anew. */
const questionsFor = ({ by, supplier }: InCompany): readonly Question[] =>
  by === 'coupa' ? [] : [numberQuestion(supplier)];

/** What may be made: an active supplier, in the companies by setting, under a number that was given to it and to no other. */
function mayCreate(view: SupplierView, one: InCompany, settings: SupplierSettings): boolean {
  const { company, supplier, by, excluded, link } = one;
  if (settings.sync === 'link' || excluded !== undefined || supplier.status !== 'active') return false;
  const isElsewhere = link.entries.length > 0;
  if (isElsewhere) return settings.createIn === 'all';
  if (company !== settings.companies[0] || unreadCompanies(view, one, settings).length > 0) return false;
  // Whoever has typed a number of M3's means a supplier that is there, unless Coupa numbers them.
  return by === 'made' || (by === 'coupa' && settings.numbers === 'coupa');
}

/** Where it may be, for all that is known. */
const unreadCompanies = (view: SupplierView, { number }: InCompany, settings: SupplierSettings): readonly string[] =>
  settings.companies.filter((company) => lastRead(view.destination(companyDestination(company)), number) === undefined);
