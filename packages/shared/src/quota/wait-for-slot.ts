import type { Quota, Window } from './quota.js';

/** One request of the account, as the quota sees it. */
export interface Spent {
  /** Milliseconds since its answer, by the database's clock; `undefined` while it is open. */
  readonly answeredAgoMs?: number;
  /** The answer was lost, or the other system was not able to give one (5xx). */
  readonly failed: boolean;
  readonly priority: number;
}

/**
 * How long the next request must wait so that no policy is broken; 0: it may go. `Infinity`: until one that is open is
 * answered. Pure.
 *
 * The other system counts a request somewhere between its sending and its answer. So it stays in a window until its
 * *answer* is older than the period: then it has left the window over there too, however long it was under way,
 * and wherever its periods begin.
 *
 * `pace`, from 0 to 1, is the part of the quota that is used; see `paceAfter`.
 */
export function waitForSlot(quota: Quota, spent: readonly Spent[], pace = 1): number {
  const open = spent.filter(({ answeredAgoMs }) => answeredAgoMs === undefined);
  if (open.length >= paced(quota.concurrency, pace)) return Number.POSITIVE_INFINITY;
  const waits = quota.windows.map((window) => waitFor({ ...window, max: paced(window.max, pace) }, spent));
  if (quota.errors !== undefined)
    waits.push(
      waitFor(
        quota.errors,
        spent.filter((one) => one.failed),
      ),
    );
  return Math.max(0, ...waits);
}

/** How many requests may still leave at this moment. */
export function slotsLeft(quota: Quota, spent: readonly Spent[], pace = 1): number {
  const open = spent.filter(({ answeredAgoMs }) => answeredAgoMs === undefined).length;
  const left = quota.windows.map(({ max, perMs }) => paced(max, pace) - within(perMs, spent).length);
  return Math.max(0, Math.min(paced(quota.concurrency, pace) - open, ...left));
}

const paced = (max: number, pace: number): number => Math.max(1, Math.floor(max * pace));

const within = (perMs: number, spent: readonly Spent[]): Spent[] =>
  spent.filter(({ answeredAgoMs }) => answeredAgoMs === undefined || answeredAgoMs < perMs);

function waitFor({ max, perMs }: Window, spent: readonly Spent[]): number {
  const inside = within(perMs, spent)
    .map(({ answeredAgoMs }) => answeredAgoMs ?? Number.NEGATIVE_INFINITY)
    .toSorted((one, other) => other - one);
  // The oldest leave first; there is room when only `max - 1` are left.
  const last = inside[inside.length - max];
  return last === undefined ? 0 : perMs - last;
}
