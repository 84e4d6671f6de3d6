import { z } from 'zod';
import { issuesInWords } from '@sluice/shared/coupa/issues-in-words';
import { optionalField } from '@sluice/shared/coupa/optional-field';
import type { Outcome } from '@sluice/shared/messages/outcome';
import { readMoment } from '@sluice/shared/moment';

/** A document as a list shows it: its id and how new it is. */
export interface Listed {
  readonly id: string;
  readonly revision?: number | undefined;
  readonly changedAt?: Date | undefined;
  /** What Coupa says about how new it is cannot be read: whether it is outdated, only the document itself can tell. */
  readonly isUnreadable?: true;
}

const Time = z.string().transform((text, context): Date => {
  const moment = readMoment(text);
  if (moment !== undefined) return moment;
  context.addIssue({ code: 'custom', message: 'is no moment of ISO 8601' });
  return z.NEVER;
});
const namesNone = 'names no document';
const Id = z.union([z.number().int(), z.string().regex(/^\d+$/, namesNone)], namesNone).transform(String);
const Named = z.object({ id: Id });
const Row = z.object({
  id: Id,
  'internal-revision': optionalField(z.number().int()),
  'updated-at': optionalField(Time),
});

export interface Page {
  readonly rows: readonly Listed[];
  /** So many rows Coupa gave, also such as are not among `rows`: whether the page is full goes by them. */
  readonly size: number;
  /** What is wrong with those that name no document, in words; they are passed over. */
  readonly passedOver: readonly string[];
}
export type ReadPage = Page | { readonly problem: string };

const emptyPage: Page = { rows: [], size: 0, passedOver: [] };

/**
 * The result of a page's command. Coupa answers 404 to a list where there is nothing: that is an empty page. Each row is
 * read for itself, so that one that is not as expected stops no others; a page of which no row names a document is no list.
 */
export function readPage(outcome: Outcome): ReadPage {
  if (outcome.result === 'refused') {
    const [refusal] = outcome.refusals;
    return refusal?.code === '404' ? emptyPage : { problem: refusal?.message ?? 'Coupa refuses it without saying why' };
  }
  if (outcome.result !== 'ok') return { problem: `the command ended as ${outcome.result}` };
  const given = outcome.steps[0]?.records[0] ?? [];
  const read = given.map(readRow);
  const rows = read.filter((row) => 'id' in row);
  const passedOver = read.flatMap((row, index) => ('wrong' in row ? [`row ${index + 1}: ${row.wrong}`] : []));
  if (given.length > 0 && rows.length === 0)
    return { problem: `Coupa’s list is not as expected: ${passedOver.slice(0, saidMax).join('; ')}` };
  return { rows, size: given.length, passedOver };
}

/** So many rows are described where none can be used. */
const saidMax = 3;

function readRow(row: unknown): Listed | { readonly wrong: string } {
  const parsed = Row.safeParse(row);
  if (parsed.success) {
    const { id, 'internal-revision': revision, 'updated-at': changedAt } = parsed.data;
    return { id, revision, changedAt };
  }
  const named = Named.safeParse(row);
  return named.success ? { id: named.data.id, isUnreadable: true } : { wrong: issuesInWords(named.error, row) };
}

/** What Sluice holds of a document: the state of the newest body that was published. */
export interface Held {
  readonly revision: number | null;
  readonly changedAt: Date | null;
}

/** Whether Coupa shows another state than the one held; a document of which no body is held, or no time can be read, always is. */
export function isOutdated(held: Held | undefined, { revision, changedAt, isUnreadable }: Listed): boolean {
  if (isUnreadable) return true;
  if (held === undefined || (held.revision === null && held.changedAt === null)) return true;
  if (revision !== undefined && held.revision !== revision) return true;
  return changedAt !== undefined && held.changedAt?.getTime() !== changedAt.getTime();
}
