import type { CoupaStep } from '@sluice/shared/script';
import { rowsPerPage } from '../coupa/coupa-limits.js';
import { resources, type FetchedType } from '../fetch/fetch-script.js';

/**
 * `changed`: what was changed since the last round. `updated-at` is Coupa's only complete signal of a change.
 * `not-exported`: Coupa's own work list of orders; it shows what was left from before, and what `changed` never saw.
 * `count`: everything that Sluice should hold by now, to say once a day whether it does.
 */
export type PollQueryKind = 'changed' | 'not-exported' | 'count';

export interface PollQuery {
  readonly type: FetchedType;
  readonly kind: PollQueryKind;
}

/** Coupa: suppliers have no `exported`. */
export const pollQueries: readonly PollQuery[] = [
  { type: 'purchase-order', kind: 'changed' },
  { type: 'purchase-order', kind: 'not-exported' },
  { type: 'supplier', kind: 'changed' },
  { type: 'purchase-order', kind: 'count' },
  { type: 'supplier', kind: 'count' },
];

/** The name of its row in `cursor`. */
export const pollQueryName = ({ type, kind }: PollQuery): string => `${type}/${kind}`;

export const pollQueryOf = (name: string): PollQuery | undefined =>
  pollQueries.find((pollQuery) => pollQueryName(pollQuery) === name);

export interface PageWanted {
  /** Changes from here on; a time of Coupa. */
  readonly since?: Date | undefined;
  /** The last id of the page before. */
  readonly afterId?: string | undefined;
  /** States of orders that are looked for. */
  readonly orderStatuses: readonly string[];
}

/**
 * The read of one page. By id, not by offset: documents that are marked exported or changed meanwhile drop out of the
 * list, and with an offset the ones behind them would be passed over.
 */
export function pageScript({ type, kind }: PollQuery, { since, afterId, orderStatuses }: PageWanted): [CoupaStep] {
  const isOrder = type === 'purchase-order';
  const fields = isOrder ? ['id', 'internal_revision', 'updated_at'] : ['id', 'updated_at'];
  return [
    {
      id: 'page',
      method: 'GET',
      path: resources[type].path,
      query: {
        ...(isOrder && { 'status[in]': orderStatuses.join(',') }),
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
