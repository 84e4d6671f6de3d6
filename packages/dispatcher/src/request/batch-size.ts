import type { EndedRequest } from './ended-request.js';
import type { OutgoingRequest } from './outgoing-request.js';

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
 * long. A request never waits for its batch to fill; this is only its limit. Pure.
 */
export function nextBatchSize(
  size: number,
  { calls, durationMs, ended }: BatchAnswered,
  { callsMax, slowMs }: { readonly callsMax: number; readonly slowMs: number },
): number {
  if (ended === 'other') return size;
  if (ended === 'too-long' || durationMs > slowMs) return Math.max(1, Math.floor(Math.min(size, calls) / 2));
  return calls >= size && durationMs < slowMs / 3 ? Math.min(callsMax, size + more) : size;
}

/** What the end of a request says about its size. */
export function batchAnswered(
  { calls }: Pick<OutgoingRequest, 'calls'>,
  { ended, answer, durationMs }: EndedRequest,
): BatchAnswered {
  const isTooLong = ended.kind === 'unanswered' && (answer === undefined || answer.status === 504);
  return {
    calls: calls.length,
    durationMs,
    ended: isTooLong ? 'too-long' : ended.kind === 'results' ? 'answered' : 'other',
  };
}
