/** Coupa: 25 requests a second, with a queue ("burst") of 20. Whether an instance or a client has them is not said. */
export const coupaLimits = { requestsPerSecond: 25, requestsAtOnce: 20 } as const;

/** Coupa gives at most so many documents of a list in one answer. */
export const rowsPerPage = 50;

/** The times at which the last requests may leave, oldest first, in milliseconds of a monotonic clock. */
export type Slots = readonly number[];

export type Limits = Readonly<Record<keyof typeof coupaLimits, number>>;

/**
 * The next time at which a request may leave: never more than 25 within any second, and after 20 at once the others
 * follow at the steady pace. A process takes longer than a second to start or to take over, so it begins with no slots.
 */
export function takeSlot(
  slots: Slots,
  nowMs: number,
  { requestsPerSecond, requestsAtOnce }: Limits = coupaLimits,
): { readonly slots: Slots; readonly at: number } {
  const paceMs = 1000 / requestsPerSecond;
  const oneSecondAfter = (slots.at(-requestsPerSecond) ?? Number.NEGATIVE_INFINITY) + 1000;
  const at = Math.max(nowMs, oneSecondAfter, lastOfBurst(slots, nowMs, requestsAtOnce, paceMs));
  return { slots: [...slots, at].slice(-requestsPerSecond), at };
}

/** As a bucket that holds `size` and is filled at the steady pace would allow it. */
function lastOfBurst(slots: Slots, nowMs: number, size: number, paceMs: number): number {
  let emptyUntil = Number.NEGATIVE_INFINITY;
  for (const at of slots) emptyUntil = Math.max(emptyUntil, at) + paceMs;
  return Math.max(nowMs, emptyUntil - (size - 1) * paceMs);
}
