const lowest = 0.1;

/**
 * Which part of the quota is used after the account got a 429 ("too many requests"): the true quota is then smaller than the
 * configured one, or others spend it too. Each time a third less, which comes back within `rememberMs`; those that come
 * close together were under way at the same time and count as one. A pure function of how long ago those answers came,
 * so that a restart does not forget them.
 */
export function paceAfter(limitedAgoMs: readonly number[], rememberMs: number): number {
  const sameMs = rememberMs / 300;
  let pace = 1;
  let previous = Number.NEGATIVE_INFINITY;
  for (const ago of limitedAgoMs.toSorted((one, other) => one - other)) {
    if (ago >= rememberMs) break;
    if (ago - previous >= sameMs) pace *= 1 - (1 - ago / rememberMs) / 3;
    previous = ago;
  }
  return Math.max(lowest, pace);
}
