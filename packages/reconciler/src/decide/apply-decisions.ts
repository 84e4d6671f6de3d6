import { priorities, type Priority } from '@sluice/shared/messages/command';
import type { Reason } from '@sluice/shared/status';
import { applyDecision, leaveOut, type AppliedDecision, type DecisionContext } from './apply-decision.js';
import { done, type Decisions } from '../decision.js';
import type { Ignored, Knowledge } from '../document/knowledge.js';

/** What the decisions make of all destinations: those decided upon, and those that were there before and are not named any more. */
export function applyDecisions(known: Knowledge, decisions: Decisions, context: DecisionContext): AppliedDecision[] {
  const decided = Object.entries(decisions).map(([name, decision]) =>
    applyDecision(known.destinations.get(name) ?? { name }, decision, context),
  );
  const leftOut = [...known.destinations.values()].filter(({ name }) => !Object.hasOwn(decisions, name));
  return [...decided, ...leftOut.map((destination) => leaveOut(destination, context))];
}

/** The decisions about a document that a person set aside: nothing is sent on any destination. */
export function ignoredDecisions(known: Knowledge, ignored: Ignored): Decisions {
  const because = ignoredReason(ignored);
  return Object.fromEntries([...known.destinations.keys()].map((name) => [name, done('Ignored', { because })]));
}

export const ignoredReason = ({ by, because }: Ignored): Reason => ({
  code: 'excluded-by-rule',
  message: `${by} set it aside: ${because}`,
  fix: 'Retry the document to take it up again; a newer version of it in Coupa does so by itself.',
});

/** A moment at which to decide again, and how urgent that is. */
export interface Again {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Left out: as the document is by then. */
  readonly priority?: Priority | undefined;
}

/** The earliest moment at which one of the decisions wants to be made again; of several for one moment the most urgent. */
export function earliestUntil(decisions: Decisions): Again | undefined {
  const [first] = Object.values(decisions)
    .flatMap(({ until, untilPriority: priority }) =>
      until === undefined ? [] : [{ at: new Date(until).toISOString(), priority }],
    )
    .toSorted(
      (left, right) =>
        Date.parse(left.at) - Date.parse(right.at) ||
        priorities.indexOf(left.priority ?? 'live') - priorities.indexOf(right.priority ?? 'live'),
    );
  return first;
}
