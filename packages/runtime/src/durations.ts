/** Polling more often than that only costs processor time. */
const minMs = 50;

/**
 * Every duration is a setting in milliseconds; a test profile scales them all at once, so that what takes minutes in
 * production takes seconds there and keeps its proportions. Nothing becomes shorter than 50 ms that was not so before.
 */
export function scaleDurations<const Names extends string>(
  durations: Readonly<Record<Names, number>>,
  scale: number,
): Record<Names, number> {
  const scaled = Object.entries<number>(durations).map(([name, ms]) => [
    name,
    Math.max(Math.min(ms, minMs), Math.round(ms * scale)),
  ]);
  return Object.fromEntries(scaled) as Record<Names, number>;
}
