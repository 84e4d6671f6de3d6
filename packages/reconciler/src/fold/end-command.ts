import type { Outcome } from '@sluice/shared/messages/outcome';
import { equalTargets } from '../canonical-form.js';
import type { EndedCommand, InFlight, Leg } from '../document/knowledge.js';
import { refusalReason } from './refusal-reason.js';

/**
 * A leg after the outcome of its command. Only a write that succeeded, or a document found there, changes what the
 * other system is known to hold; a refusal, an undo, an expiry and a withdrawal leave that as it was.
 * `held`: what the other system was read to hold; asked for an outcome `found` only.
 */
export function endCommand(leg: Leg, inFlight: InFlight, outcome: Outcome, held: unknown): Leg {
  const { inFlight: _ended, ...rest } = leg;
  const last = ended(inFlight, outcome);
  if (outcome.result === 'found') return { ...confirmed(rest, held, outcome.at), last };
  if (inFlight.kind === 'read') return { ...rest, last };
  if (outcome.result === 'ok') {
    const isAgain = leg.acknowledged !== undefined && equalTargets(leg.acknowledged, inFlight.target);
    return { ...confirmed(rest, inFlight.target, outcome.at), ...(isAgain && { confirmedTwice: true }), last };
  }
  return { ...rest, last, ...(outcome.result === 'refused' && { refusedWrite: last }) };
}

function confirmed(
  { acknowledged: _before, confirmedTwice: _twice, refusedWrite: _overcome, ...leg }: Leg,
  target: unknown,
  at: string,
): Leg {
  return { ...leg, ...(target !== undefined && { acknowledged: target }), acknowledgedAt: at };
}

function ended(inFlight: InFlight, outcome: Outcome): EndedCommand {
  return {
    commandId: outcome.commandId,
    kind: inFlight.kind,
    ...(inFlight.target !== undefined && { target: inFlight.target }),
    result: outcome.result,
    refusals: outcome.refusals,
    at: outcome.at,
    ...(inFlight.kind === 'read' && { steps: inFlight.command.steps }),
    ...(outcome.result === 'refused' && { because: refusalReason(outcome, inFlight.command) }),
  };
}
