import { rowsPerPage } from '@sluice/shared/coupa-client/coupa-limits';
import { coupaSideOf, fetchedTypes, type FetchedType, type PollKind } from '@sluice/shared/document-types';
import type { CoupaStep } from '@sluice/shared/script';

export interface PollQuery {
  readonly type: FetchedType;
  /** `load`: all that Coupa holds, once, when a person asks for it. */
  readonly kind: PollKind | 'load';
}

/** Every list of Coupa that is polled, as the registry of document types says. */
export const pollQueries: readonly PollQuery[] = fetchedTypes.flatMap((type) =>
  coupaSideOf(type).polls.map((kind) => ({ type, kind })),
);

const loads: readonly PollQuery[] = fetchedTypes.map((type) => ({ type, kind: 'load' }));

/** The name of its row in `cursor`. */
export const pollQueryName = ({ type, kind }: PollQuery): string => `${type}/${kind}`;

export const pollQueryOf = (name: string): PollQuery | undefined =>
  [...pollQueries, ...loads].find((pollQuery) => pollQueryName(pollQuery) === name);

export interface PageRange {
  /** Changes from here on; a time of Coupa. */
  readonly since?: Date | undefined;
  /** The last id of the page before. */
  readonly afterId?: string | undefined;
  /** Statuses of the documents that are polled, where the installation chooses them. */
  readonly statuses?: readonly string[] | undefined;
}

/**
 * The read of one page. By id, not by offset: documents that are marked exported or changed meanwhile drop out of the
 * list, and with an offset the ones behind them would be passed over.
 */
export function pageScript({ type, kind }: PollQuery, { since, afterId, statuses }: PageRange): [CoupaStep] {
  const { path, hasRevision } = coupaSideOf(type);
  const fields = hasRevision ? ['id', 'internal_revision', 'updated_at'] : ['id', 'updated_at'];
  return [
    {
      id: 'page',
      method: 'GET',
      path,
      query: {
        ...(statuses !== undefined && { 'status[in]': statuses.join(',') }),
        ...(kind === 'not-exported' && { exported: 'false' }),
        ...(kind !== 'not-exported' && since !== undefined && { 'updated_at[gt_or_eq]': toCoupaTime(since) }),
        ...(afterId !== undefined && { 'id[gt]': afterId }),
        order_by: 'id',
        dir: 'asc',
        limit: String(rowsPerPage),
        fields: JSON.stringify(fields),
      },
      repeat: 'safe',
    },
  ];
}

/** As in Coupa's own examples: whole seconds, with an offset. Cut, so that it never lies after the time meant. */
const toCoupaTime = (time: Date): string => time.toISOString().replace(/\.\d+Z$/, '+00:00');
