import type { Outcome } from '@sluice/shared/messages/outcome';
import { equalTargets } from '../canonical-form.js';
import type { EndedCommand, InFlight, Destination } from '../document/knowledge.js';
import { refusalReason } from './refusal-reason.js';

/**
 * A destination after the outcome of its command. Only a write that succeeded, or a document found there, changes what the
 * other system is known to hold; a refusal, an undo, an expiry and a withdrawal leave that as it was.
 * `held`: what the other system was read to hold; asked for an outcome `found` only.
 */
export function endCommand(destination: Destination, inFlight: InFlight, outcome: Outcome, held: unknown): Destination {
  const { inFlight: _ended, ...rest } = destination;
  const last = ended(inFlight, outcome);
  if (outcome.result === 'found') return { ...confirmed(rest, held, outcome.at), last };
  if (inFlight.kind === 'read') return { ...rest, last };
  if (outcome.result === 'ok') {
    const isAgain = destination.acknowledged !== undefined && equalTargets(destination.acknowledged, inFlight.target);
    return { ...confirmed(rest, inFlight.target, outcome.at), ...(isAgain && { confirmedTwice: true }), last };
  }
  return { ...rest, last, ...(outcome.result === 'refused' && { refusedWrite: last }) };
}

function confirmed(
  { acknowledged: _before, confirmedTwice: _twice, refusedWrite: _overcome, ...destination }: Destination,
  target: unknown,
  at: string,
): Destination {
  return { ...destination, ...(target !== undefined && { acknowledged: target }), acknowledgedAt: at };
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
