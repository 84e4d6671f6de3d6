import { canonicalForm } from '@sluice/reconciler/canonical-form';
import type { Question } from '@sluice/shared/messages/question';
import { digest } from '@sluice/shared/digest';
import { readMoment } from '@sluice/shared/moment';
import { agreedAfter, mergeField, type FieldState, type Side, type Verdict } from '../values/merge.js';
import type { Owner } from '../values/owners.js';
import { isGoingInCircles, type Rounds } from '../values/rounds.js';
import { isEmpty, sameValue } from '../values/same-value.js';
import {
  sharedFields,
  supplierFields,
  type SharedField,
  type SupplierField,
  type SupplierValues,
} from '../values/supplier-values.js';
import type { BothSides } from './both-sides.js';
import { inWords, nameOf } from './field-in-words.js';
import { changeSeenAt } from './link-supplier.js';
import type { SupplierSettings } from './settings.js';
import {
  coupaDestination,
  companyDestination,
  coupaMemoryOf,
  madeIn,
  memoryOf,
  type SupplierView,
} from './supplier-view.js';

/** What the two sides of a supplier hold in one company, in M3's words. */
interface Sides {
  readonly company: string;
  readonly number: string;
  readonly coupa: SupplierValues;
  readonly m3: SupplierValues;
}

/** What follows for both of them. */
export interface Merged {
  /** Only what changes. */
  readonly toM3: SupplierValues;
  readonly toCoupa: SupplierValues;
  /** What is overwritten by that, although somebody had entered it. */
  readonly lost: readonly Lost[];
  readonly conflicts: readonly Conflict[];
  readonly questions: readonly Question[];
  /** What was written so often, to no avail, that it is not written again. */
  readonly circling: readonly SharedField[];
  /** What both hold the same by now. */
  readonly agreed: SupplierValues;
}

export interface Lost {
  readonly field: SupplierField;
  /** Where it was. */
  readonly side: Side;
  /** In words. */
  readonly value: string;
}

export interface Conflict {
  readonly field: SupplierField;
  readonly coupa: unknown;
  readonly m3: unknown;
}

type Judged = { readonly field: SupplierField; readonly verdict: Verdict; readonly isFirstMeeting: boolean };

/** Per field, what each side is told. The first company alone speaks for M3; in the others what Coupa holds counts. */
export function mergeSupplier(view: SupplierView, both: BothSides, settings: SupplierSettings): Merged {
  const sides: Sides = { ...both, coupa: both.coupa.values, m3: both.m3.values };
  const { company, number, coupa, m3 } = sides;
  const agreed = memoryOf(view, company, number)?.agreed ?? {};
  const speaks = settings.companies[0] === company && settings.sync === 'both';
  const judged = supplierFields.map((field) => judge(view, sides, field, agreed, settings));
  const told = (side: Side): Judged[] => {
    if (side === 'coupa' && !speaks) return [];
    return judged.filter(({ verdict }) => verdict.is === `to-${side}`);
  };
  const circling = (['m3', 'coupa'] as const).flatMap((side) =>
    told(side)
      .map(({ field }) => field)
      .filter(isShared)
      .filter((field) => circles(view, sides, side, field)),
  );
  const goingTo = (side: Side): Judged[] => told(side).filter(({ field }) => !circling.some((one) => one === field));
  const going = [...goingTo('m3'), ...goingTo('coupa')];
  const conflicting = judged.filter(({ verdict }) => verdict.is === 'conflict');
  const conflicts = conflicting.map(({ field }) => ({ field, coupa: coupa[field], m3: m3[field] }));
  return {
    toM3: valuesOf(goingTo('m3')),
    toCoupa: valuesOf(goingTo('coupa')),
    lost: going.flatMap(({ field, verdict }) =>
      'lost' in verdict && verdict.lost !== undefined
        ? [{ field, side: verdict.is === 'to-m3' ? 'm3' : 'coupa', value: inWords(field, verdict.lost) }]
        : [],
    ),
    conflicts,
    questions: questionsOf(sides, conflicting, conflicts),
    circling,
    agreed: agreedAfter(agreed, coupa, m3),
  };
}

const isShared = (field: SupplierField): field is SharedField => sharedFields.some((one) => one === field);

const valuesOf = (judged: readonly Judged[]): SupplierValues =>
  Object.fromEntries(judged.map(({ field, verdict }) => [field, 'value' in verdict ? verdict.value : undefined]));

function judge(
  view: SupplierView,
  { company, number, coupa, m3 }: Sides,
  field: SupplierField,
  agreed: SupplierValues,
  settings: SupplierSettings,
): Judged {
  const state = { agreed: agreed[field], coupa: coupa[field], m3: m3[field] };
  const same = (one: unknown, other: unknown): boolean => sameValue(field, one, other);
  const speaks = settings.companies[0] === company;
  const isMadeByUs = madeIn(view, company) === number;
  const owner: Owner = speaks && isShared(field) ? settings.owners[field] : 'coupa';
  const neverAgreed = state.agreed === undefined && state.coupa !== undefined && state.m3 !== undefined;
  const meets = neverAgreed && !same(state.coupa, state.m3);
  // What M3 holds of a supplier that we have just made there came from a template, and nobody has entered it.
  if (meets && isMadeByUs) return { field, isFirstMeeting: false, verdict: { is: 'to-m3', value: state.coupa } };
  if (!isShared(field) && settings.owners[field] === 'm3')
    return { field, isFirstMeeting: false, verdict: toldOnce(state) };
  if (meets) {
    const verdict = firstMeeting(view, { company, number }, { field, coupa: state.coupa, m3: state.m3 }, settings);
    if (verdict !== undefined) return { field, isFirstMeeting: verdict.is === 'conflict', verdict };
  }
  const answer = sideIn(view.answers(conflictId({ field, coupa: state.coupa, m3: state.m3 })).at(-1)?.answer);
  const newer = owner === 'newest' ? newerSide(view, company, number) : undefined;
  const by = { owner, ...(newer && { newer }), ...(answer && { answer }) };
  return { field, isFirstMeeting: false, verdict: mergeField(state, by, same) };
}

/** What M3 keeps for itself: it is told it where it holds nothing yet. */
const toldOnce = ({ agreed, coupa, m3 }: FieldState): Verdict =>
  agreed === undefined && isEmpty(m3) && !isEmpty(coupa) ? { is: 'to-m3', value: coupa } : { is: 'equal' };

/**
 * Two suppliers that existed before they were linked: nothing is overwritten by itself, and what only one of them holds is
 * told to the other. Left out where the owner of the field decides.
 */
function firstMeeting(
  view: SupplierView,
  met: Pick<Sides, 'company' | 'number'>,
  { field, coupa, m3 }: Conflict,
  settings: SupplierSettings,
): Verdict | undefined {
  if (isEmpty(m3)) return { is: 'to-m3', value: coupa };
  if (isEmpty(coupa)) return { is: 'to-coupa', value: m3 };
  const answer = view.answers(firstMeetingId(met)).at(-1)?.answer;
  if (answer === 'owner' || (answer === undefined && settings.firstMeeting === 'owner')) return undefined;
  const side = sideIn(answer);
  if (side === undefined) return { is: 'conflict' };
  if (side === 'coupa') return { is: 'to-m3', value: coupa, lost: m3 };
  return isShared(field) ? { is: 'to-coupa', value: m3, lost: coupa } : { is: 'equal' };
}

/** By the supplier of M3 that was met: the answer says nothing of another one. */
const firstMeetingId = ({ company, number }: Pick<Sides, 'company' | 'number'>): string =>
  `first-meeting/${company}/${number}`;

const sideIn = (answer: string | undefined): Side | undefined =>
  answer === 'coupa' || answer === 'm3' ? answer : undefined;

const conflictId = ({ field, coupa, m3 }: Conflict): string =>
  `conflict/${field}/${digest(canonicalForm([coupa ?? null, m3 ?? null]))}`;

function questionsOf(sides: Sides, judged: readonly Judged[], conflicts: readonly Conflict[]): Question[] {
  const isOfFirstMeeting = (index: number): boolean => judged[index]?.isFirstMeeting === true;
  const first = conflicts.filter((_, index) => isOfFirstMeeting(index));
  const later = conflicts.filter((_, index) => !isOfFirstMeeting(index));
  return [
    ...(first.length === 0
      ? []
      : [
          {
            id: firstMeetingId(sides),
            text: `Both systems hold this supplier, and they differ: ${first.map(conflictInWords).join('; ')}. Whose values count? "owner" takes of each field those of the system that owns it.`,
            choices: ['coupa', 'm3', 'owner'],
          },
        ]),
    ...later.map((conflict) => ({
      id: conflictId(conflict),
      text: `${conflictInWords(conflict)}. Which of the two counts?`,
      choices: ['coupa', 'm3'],
    })),
  ];
}

export const conflictInWords = ({ field, coupa, m3 }: Conflict): string =>
  `${nameOf(field)}: ${inWords(field, coupa)} in Coupa, ${inWords(field, m3)} in M3`;

/**
 * Which side was changed last, as far as that is known: Coupa says when, and a scan of M3 when it saw that. Too close to
 * each other to tell, as a scan comes a while after the change.
 */
function newerSide({ desired, ...view }: SupplierView, company: string, number: string): Side | undefined {
  const inCoupa = readMoment(desired?.['updated-at'] ?? '')?.getTime();
  const seen = changeSeenAt(view, company, number);
  if (inCoupa === undefined || seen === undefined) return undefined;
  const ahead = inCoupa - Date.parse(seen);
  return Math.abs(ahead) < scanLagMs ? undefined : ahead > 0 ? 'coupa' : 'm3';
}

const scanLagMs = 2 * 60_000;

/** What was written so often, to no avail, that it is not written again. A write on its way is not one of those. */
function circles(view: SupplierView, { company, number, coupa, m3 }: Sides, side: Side, field: SharedField): boolean {
  const { inFlight } = view.destination(side === 'm3' ? companyDestination(company) : coupaDestination);
  if (view.askedBy !== undefined || inFlight?.kind === 'write') return false;
  const rounds: Rounds | undefined = (side === 'm3' ? memoryOf(view, company, number) : coupaMemoryOf(view))?.rounds;
  return isGoingInCircles(rounds, side, field, side === 'm3' ? coupa[field] : m3[field], view.now);
}
