import type { Outcome } from '@sluice/shared/messages/outcome';
import type { EndedCommand, InFlight, Destination } from '../document/knowledge.js';
import { refusalReason } from './refusal-reason.js';

interface End {
  /** What the other system was seen to hold; asked for an outcome `found` only. */
  readonly observed?: unknown;
  /** ISO 8601, UTC. */
  readonly now: string;
}

/**
 * A destination after the outcome of its command. Only a write that succeeded, or a document found there, changes what the
 * other system is known to hold; a refusal, an undo, an expiry and a withdrawal leave that as it was. One that ended
 * half-way and cannot say where makes what is known doubtful until it has been read back.
 */
export function endCommand(
  destination: Destination,
  inFlight: InFlight,
  outcome: Outcome,
  { observed, now }: End,
): Destination {
  const { inFlight: _ended, ...rest } = destination;
  const last = ended(inFlight, outcome);
  if (outcome.result === 'found') return { ...confirmed(rest, observed, outcome.at), last };
  if (inFlight.kind === 'read')
    return { ...(inFlight.readsBack && outcome.result === 'ok' ? readBack(rest) : rest), last };
  if (outcome.result === 'ok')
    return {
      ...confirmed(rest, inFlight.target, outcome.at),
      ...(inFlight.sentAgain && { confirmedTwice: true }),
      last,
    };
  return {
    ...rest,
    last,
    ...(outcome.result === 'refused' && { refusedWrite: last }),
    ...(endedHalfWay(inFlight, outcome) && { readBackSince: now }),
  };
}

/** With slices what took effect is known, unless an answer was lost for good. */
function endedHalfWay({ confirms = [] }: InFlight, { effect }: Outcome): boolean {
  if (effect === undefined || effect === 'none') return false;
  return effect === 'unknown' || confirms.length === 0;
}

const readBack = ({ readBackSince: _since, ...destination }: Destination): Destination => destination;

function confirmed(
  { acknowledged: _before, confirmedTwice: _twice, refusedWrite: _overcome, ...destination }: Destination,
  target: unknown,
  at: string,
): Destination {
  return { ...readBack(destination), ...(target !== undefined && { acknowledged: target }), acknowledgedAt: at };
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
