import type { Delay } from '@sluice/shared/messages/outcome';
import type { Recorded } from '../request/record-answer.js';

/** What holds a command up. The words for people are made of it when they are told. */
export interface Obstacle {
  readonly kind: Delay['kind'];
  /** One of our own failure codes. */
  readonly code: string;
  /** What the other side said, in a word or two: `HTTP 503`. Absent where it said nothing, because our own quota is spent. */
  readonly said?: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  /** Until when it lasts, where that is known. */
  readonly until?: string;
}

/** What holds a command up whose last request brought no clear answer: until then it is not looked at again. */
export function ownObstacle({ ended, answer }: Recorded, until: Date | undefined): Obstacle {
  const code = 'code' in ended ? ended.code : 'answer-missing';
  const words = 'message' in ended ? ended.message : 'no answer';
  return {
    kind: 'retrying',
    code,
    said: answer === undefined ? words : `HTTP ${answer.status}`,
    since: new Date().toISOString(),
    ...(until !== undefined && { until: until.toISOString() }),
  };
}

/** What holds a command up whose request was under way when somebody else took over: its answer will not be heard. */
export const unheardObstacle = (until: Date | undefined): Obstacle => ({
  kind: 'retrying',
  code: 'unavailable',
  said: 'its answer came to nobody',
  since: new Date().toISOString(),
  ...(until !== undefined && { until: until.toISOString() }),
});
