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

/** The earliest moment at which one of the decisions wants to be made again. */
export function earliestUntil(decisions: Decisions): string | undefined {
  const moments = Object.values(decisions).flatMap(({ until }) => (until === undefined ? [] : [Date.parse(until)]));
  return moments.length === 0 ? undefined : new Date(Math.min(...moments)).toISOString();
}
