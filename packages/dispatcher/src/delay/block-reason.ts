import type { Delay } from '@sluice/shared/messages/outcome';
import type { Recorded } from '../request/record-answer.js';

/** What holds a command up. The words for people are made of it when they are told. */
export interface BlockReason {
  readonly kind: Delay['kind'];
  /** One of our own failure codes. */
  readonly code: string;
  /** What the other side said, in a word or two: `HTTP 503`. Absent where it said nothing, because our own quota is spent. */
  readonly said?: string;
  /** The write of which it is not known whether it took effect. */
  readonly outcomeUnknown?: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  /** Until when it lasts, where that is known. */
  readonly until?: string;
}

/** A write whose answer was lost: `until` then nobody looks whether it took effect. */
export const unknownOutcomeReason = (step: string, said: string, until: Date | undefined): BlockReason => ({
  kind: 'retrying',
  code: 'answer-missing',
  said,
  outcomeUnknown: step,
  since: new Date().toISOString(),
  ...(until !== undefined && { until: until.toISOString() }),
});

/** What holds a command up whose last request brought no clear answer: until then it is not looked at again. */
export function commandBlockReason(recorded: Recorded, until: Date | undefined): BlockReason {
  const { ended } = recorded;
  return {
    kind: 'retrying',
    code: 'code' in ended ? ended.code : 'answer-missing',
    said: saidIn(recorded),
    since: new Date().toISOString(),
    ...(until !== undefined && { until: until.toISOString() }),
  };
}

/** What came instead of an answer, in a word or two. */
export function saidIn({ ended, answer }: Pick<Recorded, 'ended' | 'answer'>): string {
  if (answer !== undefined) return `HTTP ${answer.status}`;
  return 'message' in ended ? ended.message : 'no answer';
}
