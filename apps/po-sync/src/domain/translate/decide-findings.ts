import { refused, waiting, type Decision } from '@sluice/reconciler/decision';
import { type Findings, type Problem, reasonOf } from './findings.js';
import type { OrderDecision } from '../coupa/order-in-coupa.js';

/**
 * What stands in the way decides: what a person must correct comes before what is waited for. A key that is missing
 * wakes the order when it comes; one that is not valid yet, when its day comes.
 */
export function decideFindings(findings: Findings): OrderDecision {
  const { problems, missing, watched, until } = findings;
  // With nothing missing there is nothing that could end a wait.
  if (problems.length > 0 || missing.length === 0) {
    const on = [...missing, ...watched];
    return { ...refused(findings.refusal(), on.length === 0 ? {} : { on }), problems };
  }
  return waiting(missing, findings.absence(), until === undefined ? {} : { until });
}

/** A person must act, with the single problems of which the reason is made. */
export type Refusal = Extract<Decision, { decision: 'refused' }> & { readonly problems: readonly Problem[] };

/** Several problems of one kind, with what to do about them where that is not the usual. */
export function refusedFor(problems: readonly Problem[], fix?: string): Refusal {
  return { decision: 'refused', because: { ...reasonOf(problems), ...(fix !== undefined && { fix }) }, problems };
}
