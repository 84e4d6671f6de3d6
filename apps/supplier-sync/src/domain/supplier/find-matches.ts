import { defineM3Read, m3Text, type M3Read } from '@sluice/reconciler/read';
import { digest } from '@sluice/shared/digest';
import { absentCodes } from '@sluice/shared/m3/field';
import type { Question } from '@sluice/shared/messages/question';
import type { Reason } from '@sluice/shared/status';
import type { SupplierValues } from '../values/supplier-values.js';
import { linkedElsewhere } from './link-supplier.js';
import type { SupplierSettings } from './settings.js';
import type { SupplierView } from './supplier-view.js';
import { lacks } from './tenant.js';

/** A supplier of M3 that may be the one that is to be made. */
export interface Match {
  readonly number: string;
  readonly name: string;
}

/**
 * M3 is searched for the supplier before one is made: somebody may have typed it in over there. `undefined` where the
 * search is switched off, the tenant lacks it, or there is nothing to search for.
 */
export function searchFor(
  view: SupplierView,
  { name = '', taxNumber }: SupplierValues,
  settings: SupplierSettings,
): M3Read<readonly Match[]> | undefined {
  const queries = settings.lookupQueries.flatMap((query) => filledIn(query, name, taxNumber?.number ?? ''));
  if (queries.length === 0 || lacks(view, 'SearchSupplier', settings)) return undefined;
  return defineM3Read({
    id: `search-supplier/${digest(queries.map(({ text }) => text).join('\n'))}`,
    program: 'CRS620MI',
    absentCodes: absentCodes.supplier,
    transactions: queries.map(({ text }) => ({
      transaction: 'SearchSupplier',
      record: { SQRY: text },
      returns: ['SUNO', 'SUNM', 'STAT'],
    })),
    parse: (records) => {
      const matches = queries.flatMap(({ byName }, index) =>
        (records[index] ?? [])
          .map((hit) => ({ number: m3Text(hit['SUNO']), name: m3Text(hit['SUNM']) }))
          // A search finds words, and with them suppliers of other names.
          .filter((hit) => hit.number !== '' && (!byName || isSameName(hit.name, name))),
      );
      return [...new Map(matches.map((match) => [match.number, match])).values()];
    },
  });
}

/** Those that no other supplier of Coupa's is linked to. */
export const unlinkedMatches = (view: SupplierView, company: string, found: readonly Match[]): readonly Match[] =>
  found.filter(({ number }) => linkedElsewhere(view, company, number) === undefined);

/** Which of them it is, or whether it is a new one, is not guessed. */
export const matchFound = (name: string, company: string, matches: readonly Match[]): Reason => ({
  code: 'supplier-match-found',
  message: `M3 may hold ${name} already: ${inWords(matches)} in company ${company}`,
  fix: `Answer the question number with the number of the one that it is, or, where it is none of them, ${newQuestionId(matches)} with "new".`,
});

/** By the candidates: whoever says that it is none of these has said nothing of one that is found later. */
const newQuestionId = (matches: readonly Match[]): string =>
  `number/${digest(
    matches
      .map(({ number }) => number)
      .toSorted()
      .join('\n'),
  )}`;

export const newQuestion = (name: string, matches: readonly Match[]): Question => ({
  id: newQuestionId(matches),
  text: `Is ${name} none of ${inWords(matches)}? "new" makes it in M3.`,
  choices: ['new'],
});

/** Whether a person has said that it is none of these. */
export const isNoneOf = (view: SupplierView, matches: readonly Match[]): boolean =>
  view.answers(newQuestionId(matches)).at(-1)?.answer === 'new';

const inWords = (matches: readonly Match[]): string =>
  matches.map(({ number, name }) => `${number} ${name}`).join(', ');

interface Query {
  readonly text: string;
  readonly byName: boolean;
}

/** A tax number is searched for as it is written and without what groups its digits: the index of M3 knows either. */
function filledIn(query: string, name: string, taxNumber: string): Query[] {
  const byName = query.includes('<name>');
  const numbers = query.includes('<tax-id>') ? [...new Set([quotable(taxNumber), ungrouped(taxNumber)])] : [''];
  if ((byName && quotable(name) === '') || (query.includes('<tax-id>') && ungrouped(taxNumber) === '')) return [];
  return numbers.map((number) => ({
    text: query.replaceAll('<tax-id>', `"${number}"`).replaceAll('<name>', `"${quotable(name)}"`),
    byName,
  }));
}

/** A quotation mark or an asterisk would be one of the search's own signs. */
const quotable = (text: string): string => text.replaceAll(/["*\\]/g, ' ').trim();

const ungrouped = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]/gu, '');

export const isSameName = (one: string, other: string): boolean =>
  ungrouped(one).toLowerCase() === ungrouped(other).toLowerCase();
