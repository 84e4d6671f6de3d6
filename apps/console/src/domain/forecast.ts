import { recordStatuses, type RecordStatus } from '@sluice/shared/status';

/** What the history tells of the last time that somebody asked for all documents of a type. */
export interface Load {
  readonly begunAt: Date;
  /** How many Coupa has listed so far. */
  readonly listed: number;
  /** Whether its list was read to the end. */
  readonly isListed: boolean;
  /** Coupa refused to go on: it goes on where it was once somebody asks for it again. */
  readonly isBrokenOff: boolean;
}

export interface Counted {
  readonly byStatus: Readonly<Partial<Record<RecordStatus, number>>>;
  /** How many came to rest in the last {@link paceMs}. */
  readonly cameToRest: number;
  readonly load: Load | undefined;
  readonly now: Date;
}

export interface Progress {
  readonly total: number;
  /** With these nothing more happens by itself: they are posted, or wait for somebody. */
  readonly done: number;
  readonly byStatus: Counted['byStatus'];
  readonly perMinute: number;
  /** ISO 8601, UTC; absent where nothing is left, or nothing moves. */
  readonly expectedEnd?: string;
  readonly load?: Omit<Load, 'begunAt'> & { readonly begunAt: string };
}

/** Over so long a time the pace is taken: long enough for a quota that counts by the minute. */
export const paceMs = 5 * 60_000;
const minuteMs = 60_000;

/** The machine still works on these. */
const open: ReadonlySet<RecordStatus> = new Set(['Received', 'In progress', 'Retrying', 'Throttled']);
export const statusesAtRest = recordStatuses.filter((status) => !open.has(status));

/** How far the documents of a type are, and when they will all be done if it goes on as in the last minutes. */
export function forecast({ byStatus, cameToRest, load, now }: Counted): Progress {
  const sum = (statuses: readonly RecordStatus[]): number =>
    statuses.reduce((total, status) => total + (byStatus[status] ?? 0), 0);
  const total = Math.max(sum(recordStatuses), load?.listed ?? 0);
  const done = sum(statusesAtRest);
  // A load that has just begun has not had the whole time yet.
  const sinceBegunMs = load === undefined ? paceMs : now.getTime() - load.begunAt.getTime();
  const perMinute = (cameToRest * minuteMs) / Math.min(paceMs, Math.max(minuteMs, sinceBegunMs));
  const left = total - done;
  return {
    total,
    done,
    byStatus,
    perMinute: Math.round(perMinute * 10) / 10,
    ...(left > 0 &&
      perMinute > 0 && { expectedEnd: new Date(now.getTime() + (left / perMinute) * minuteMs).toISOString() }),
    ...(load !== undefined && { load: { ...load, begunAt: load.begunAt.toISOString() } }),
  };
}
