import { digest } from '@sluice/shared/digest';
import type { Question } from '@sluice/shared/messages/question';
import type { Reason } from '@sluice/shared/status';
import { commonFixes, type Fixes } from '@sluice/translation/decide-findings';
import { candidateInWords, type Candidate, type FoundInCoupa } from './find-in-coupa.js';
import type { M3Supplier } from './m3-supplier-view.js';

export const isLinked = (supplierId: string): Reason => ({
  code: 'supplier-linked',
  message: `It is linked to supplier/${supplierId}, where all that happens to it is seen`,
});

export const isLinkedInFirst = ({ number }: M3Supplier, first: string, supplierId: string): Reason => ({
  code: 'supplier-linked',
  message: `Supplier ${number} of company ${first} is linked to supplier/${supplierId}, which finds it in this company by the same number`,
});

export const onlyFromFirst = (first: string): Reason => ({
  code: 'supplier-unlinked',
  message: `It is linked to no supplier of Coupa's, and its number to none in company ${first}, from which alone suppliers are made in Coupa`,
  fix: 'Where Coupa has it, give the supplier there its number; sluice suppliers match proposes pairs.',
});

export const isExcluded = ({ number }: M3Supplier): Reason => ({
  code: 'excluded-by-rule',
  message: `${number} is among the suppliers that only M3 needs (SUPPLIERS_NOT_FOR_COUPA)`,
});

export const isNotScanned = ({ company }: M3Supplier): Reason => ({
  code: 'excluded-by-rule',
  message: `Nothing goes from company ${company} of M3 to Coupa (SUPPLIER_SYNC, M3_COMPANIES)`,
});

export const isOurs = ({ number }: M3Supplier): Reason => ({
  code: 'supplier-unlinked',
  message: `${number} is of the range in which Sluice makes suppliers of Coupa's in M3 (M3_SUPPLIER_NUMBER_PREFIX): its own supplier links it`,
  fix: 'Where no supplier of Coupa comes to have that number, give it to the one that it is, in the field number there.',
});

/** In the same words until then. */
export const isSettling: Reason = {
  code: 'supplier-unlinked',
  message: "It is new in M3 and may have been made there for a supplier of Coupa's: a link is awaited for a moment",
  fix: 'Nothing needs to be done: it goes on by itself.',
};

export const isGone = ({ company, number }: M3Supplier): Reason => ({
  code: 'supplier-not-in-m3',
  message: `Company ${company} of M3 holds no supplier ${number} any more; it was linked to none of Coupa's`,
});

export const isNotInUse = (status: string, usable: readonly string[]): Reason => ({
  code: 'status-not-relevant',
  message: `Its status in M3 (STAT) is ${status}; in use are those with ${usable.join(', ')}`,
});

export const isLeft: Reason = {
  code: 'supplier-unlinked',
  message: "It is linked to no supplier of Coupa's, and new suppliers of M3 are left to a person (SUPPLIERS_NEW_IN_M3)",
  fix: 'Where Coupa has it, give the supplier there its number; sluice suppliers match proposes pairs.',
};

/** Who switches it on does not want all that M3 holds in Coupa the next night. */
export const isOld: Reason = {
  code: 'supplier-unlinked',
  message: "It is linked to no supplier of Coupa's, and no change of it in M3 was seen since Sluice looks there",
  fix: 'Where Coupa has it, give the supplier there its number. Where it has not, retry this document: it is then made in Coupa, as it is when it is changed in M3.',
};

export const awaitsLink = ({ number }: M3Supplier, supplierId: string): Reason => ({
  code: 'supplier-unlinked',
  message: `Supplier ${supplierId} of Coupa has the number ${number}: it is linked as soon as Sluice has read it`,
  fix: `Nothing needs to be done, unless supplier/${supplierId} says so.`,
});

/** One of the two has it, and which one must not be guessed. */
export const hasMatches = ({ number }: M3Supplier, { byNumber, byName, byTaxId }: FoundInCoupa): Reason => ({
  code: 'supplier-match-found',
  message: [
    ...inWords(`number ${number}`, byNumber),
    ...inWords('that name', byName),
    ...inWords('that tax number', byTaxId),
  ].join('; '),
  fix: 'Answer its question with the id of the supplier in Coupa that it is, or with new where it is none of them. One that has another number already must lose that in Coupa first.',
});

/** A person says that it is none of those, and Coupa takes no second supplier of that name. */
export const needsAnotherName = ([taken]: readonly Candidate[]): Reason => ({
  code: 'supplier-match-found',
  message: `Coupa takes a name once, and ${taken === undefined ? 'another supplier' : candidateInWords(taken)} has it`,
  fix: 'Give one of the two another name, in M3 or in Coupa, then retry; or answer its question with the id of the supplier in Coupa that it is.',
});

/** `candidates` can be chosen; the others that were found cannot. */
export const linkQuestion = (name: string, found: FoundInCoupa, candidates: readonly Candidate[]): Question => ({
  id: linkQuestionId(found),
  text: [
    `Which supplier of Coupa's is M3's ${name}?`,
    ...candidates.map((one) => `"${one.id}": ${candidateInWords(one)}.`),
    '"new": none of them.',
  ].join(' '),
  choices: [...candidates.map(({ id }) => id), 'new'],
});

/** It names whom it is about: an answer says nothing of a supplier that was not found when it was given. */
export function linkQuestionId({ byNumber, byName, byTaxId }: FoundInCoupa): string {
  const ids = [...byNumber, ...byName, ...byTaxId].map(({ id }) => id);
  return `link/${digest([...new Set(ids)].toSorted().join(','))}`;
}

const inWords = (by: string, candidates: readonly Candidate[]): string[] =>
  candidates.length === 0 ? [] : [`Coupa has ${candidates.map(candidateInWords).join(', ')} with ${by}`];

export const fixes: Fixes = {
  ...commonFixes('supplier'),
  'value-missing':
    'Fill it in in M3 (CRS620); the supplier is read again when it is changed there, or at once by a retry.',
  'value-too-long': 'Shorten it in M3; it is never cut.',
};
