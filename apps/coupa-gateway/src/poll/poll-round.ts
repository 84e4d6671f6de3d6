import { z } from 'zod';
import { rowsPerPage } from '@sluice/shared/coupa-client/coupa-limits';
import type { Listed } from './read-page.js';

/** How far one round through a list has come. Stored as JSON, so that a restart goes on with the next page. */
export const PollRound = z.object({
  /** When it began, by the database's clock. */
  startedAt: z.iso.datetime(),
  since: z.iso.datetime().optional(),
  afterId: z.string().optional(),
  /** The newest time of change that Coupa showed. */
  newest: z.iso.datetime().optional(),
  listed: z.number().int(),
  held: z.number().int(),
  outdated: z.array(z.string()),
});
export type PollRound = z.infer<typeof PollRound>;

export const beginRound = (startedAt: Date, since: Date | undefined): PollRound => ({
  startedAt: startedAt.toISOString(),
  ...(since !== undefined && { since: since.toISOString() }),
  listed: 0,
  held: 0,
  outdated: [],
});

/** So many documents are named; the rest is only counted. */
const namedMax = 20;

export interface PageSeen {
  readonly rows: readonly Listed[];
  /** So many rows Coupa gave, also such as name no document. */
  readonly size: number;
  /** Of how many of them a body is held, in whatever state. */
  readonly held: number;
  /** Those that are not held in the state that Coupa shows, and are fetched now. */
  readonly outdated: readonly string[];
}

export function afterPage(round: PollRound, { rows, size, held, outdated }: PageSeen): PollRound {
  const times = rows.flatMap(({ changedAt }) => (changedAt === undefined ? [] : [changedAt.toISOString()]));
  const newest = [round.newest, ...times]
    .filter((time) => time !== undefined)
    .toSorted()
    .at(-1);
  const afterId = rows.at(-1)?.id ?? round.afterId;
  return {
    ...round,
    ...(afterId !== undefined && { afterId }),
    ...(newest !== undefined && { newest }),
    listed: round.listed + size,
    held: round.held + held,
    outdated: [...round.outdated, ...outdated].slice(0, namedMax),
  };
}

/** Coupa gives no total and no next page: the list ends with a page that is not full. */
export const isLastPage = (size: number): boolean => size < rowsPerPage;

/**
 * Up to where all changes were seen. Not beyond the newest that Coupa showed, as our clock may be ahead of Coupa's; and
 * not beyond the beginning, as a document that the round had passed may have been changed after that. Never back.
 */
export function nextWatermark({ startedAt, newest }: PollRound, before: Date | null): Date | null {
  if (newest === undefined) return before;
  const reached = new Date(Math.min(Date.parse(newest), Date.parse(startedAt)));
  return before !== null && before > reached ? before : reached;
}
