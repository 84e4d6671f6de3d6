/**
 * Lets one line of a kind pass in each period and counts the rest, so that a flood of bad requests cannot flood the log.
 * Returns the number of lines kept back since the last one that passed, or `undefined` when this one is to be kept back.
 */
export function limitLogLines(periodMs: number): (nowMs: number) => number | undefined {
  let passedAt = Number.NEGATIVE_INFINITY;
  let keptBack = 0;
  return (nowMs) => {
    if (nowMs - passedAt < periodMs) {
      keptBack += 1;
      return undefined;
    }
    const before = keptBack;
    passedAt = nowMs;
    keptBack = 0;
    return before;
  };
}
