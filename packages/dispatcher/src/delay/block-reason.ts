import type { Delay } from '@sluice/shared/messages/outcome';
import { symptomOf, type EndedRequest } from '../request/ended-request.js';

/** What holds a command up; `formatDelay` puts it into words. */
export interface BlockReason {
  readonly kind: Delay['kind'];
  /** One of our own failure codes. */
  readonly code: string;
  /** What came from the other system, in a word or two: `HTTP 503`. Absent where our own quota is spent. */
  readonly symptom?: string;
  /** The write of which it is not known whether it took effect. */
  readonly outcomeUnknown?: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  /** Until when it lasts, where that is known. */
  readonly until?: string;
}

/** A write whose answer was lost: whether it took effect is not looked up before `until`. */
export const unknownOutcomeReason = (step: string, symptom: string, until: Date | undefined): BlockReason => ({
  kind: 'retrying',
  code: 'answer-missing',
  symptom,
  outcomeUnknown: step,
  since: new Date().toISOString(),
  ...(until !== undefined && { until: until.toISOString() }),
});

/** What holds a command up whose last request brought no clear answer; it is tried again at `until`. */
export function commandBlockReason(request: EndedRequest, until: Date | undefined): BlockReason {
  const { ended } = request;
  return {
    kind: 'retrying',
    code: 'code' in ended ? ended.code : 'answer-missing',
    symptom: symptomOf(request),
    since: new Date().toISOString(),
    ...(until !== undefined && { until: until.toISOString() }),
  };
}
