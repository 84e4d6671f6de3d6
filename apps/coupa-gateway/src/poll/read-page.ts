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
}

const Time = z.string().transform((text, context): Date => {
  const moment = readMoment(text);
  if (moment !== undefined) return moment;
  context.addIssue({ code: 'custom', message: 'is no moment of ISO 8601' });
  return z.NEVER;
});
const Row = z.object({
  id: z.union([z.number().int(), z.string().regex(/^\d+$/)]).transform(String),
  'internal-revision': optionalField(z.number().int()),
  'updated-at': optionalField(Time),
});

export type ReadPage = { readonly rows: readonly Listed[] } | { readonly problem: string };

/** The result of a page's command. Coupa answers 404 to a list where there is nothing: that is an empty page. */
export function readPage(outcome: Outcome): ReadPage {
  if (outcome.result === 'refused') {
    const [refusal] = outcome.refusals;
    return refusal?.code === '404'
      ? { rows: [] }
      : { problem: refusal?.message ?? 'Coupa refuses it without saying why' };
  }
  if (outcome.result !== 'ok') return { problem: `the command ended as ${outcome.result}` };
  const parsed = z.array(Row).safeParse(outcome.steps[0]?.records[0] ?? []);
  if (!parsed.success)
    return { problem: `Coupa’s list is not as expected: ${issuesInWords(parsed.error, outcome.steps[0]?.records[0])}` };
  return {
    rows: parsed.data.map(({ id, 'internal-revision': revision, 'updated-at': changedAt }) => ({
      id,
      revision,
      changedAt,
    })),
  };
}

/** What Sluice holds of a document: the state of the newest body that was published. */
export interface Held {
  readonly revision: number | null;
  readonly changedAt: Date | null;
}

/** Whether Coupa shows another state than the one held; a document of which no body is held is always outdated. */
export function isOutdated(held: Held | undefined, { revision, changedAt }: Listed): boolean {
  if (held === undefined || (held.revision === null && held.changedAt === null)) return true;
  if (revision !== undefined && held.revision !== revision) return true;
  return changedAt !== undefined && held.changedAt?.getTime() !== changedAt.getTime();
}
