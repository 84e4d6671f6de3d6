/** How many calls a request carries before anything is known about the other system. */
export const batchSizeAtFirst = 50;
const more = 5;

export interface BatchAnswered {
  readonly calls: number;
  readonly durationMs: number;
  /** `too-long`: no answer in time, or the gateway in between gave up (504). `other` says nothing about the size. */
  readonly ended: 'answered' | 'too-long' | 'other';
}

/**
 * How many calls the next request may carry: a few more when a full one was answered quickly, half when one took too
 * long. Nobody waits for a batch to fill; this is only its limit. Pure.
 */
export function nextBatchSize(
  size: number,
  { calls, durationMs, ended }: BatchAnswered,
  { most, slowMs }: { readonly most: number; readonly slowMs: number },
): number {
  if (ended === 'other') return size;
  if (ended === 'too-long' || durationMs > slowMs) return Math.max(1, Math.floor(Math.min(size, calls) / 2));
  return calls >= size && durationMs < slowMs / 3 ? Math.min(most, size + more) : size;
}
