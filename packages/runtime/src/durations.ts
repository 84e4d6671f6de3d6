/**
 * Every duration is a setting in milliseconds; a test profile scales them all at once, so that what takes minutes in
 * production takes seconds there and keeps its proportions. Never below 1 ms.
 */
export function scaleDurations<const Names extends string>(
  durations: Readonly<Record<Names, number>>,
  scale: number,
): Record<Names, number> {
  const scaled = Object.entries<number>(durations).map(([name, ms]) => [name, Math.max(1, Math.round(ms * scale))]);
  return Object.fromEntries(scaled) as Record<Names, number>;
}
