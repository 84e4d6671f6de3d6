import { documentKey, type DocumentRef } from '@sluice/shared/document';
import { isFailureCode, type FailureCode } from '@sluice/shared/failure-codes';
import {
  isMoreUrgent,
  type CoupaCommand,
  type M3Command,
  type Priority,
  type Withdrawal,
} from '@sluice/shared/messages/command';
import type { DestinationStatus } from '@sluice/shared/messages/document-status';
import type { Delay } from '@sluice/shared/messages/outcome';
import type { Reason, RecordStatus } from '@sluice/shared/status';
import { equalTargets } from '../canonical-form.js';
import type { Decision } from '../decision.js';
import type { Destination, InFlight } from '../document/knowledge.js';
import { withStatus } from '../document/show-destination.js';

interface Kept {
  readonly destination: Destination;
  readonly destinationStatus: DestinationStatus;
  /** The same command with more urgency, or the request to leave it undone. */
  readonly message?: M3Command | CoupaCommand | Withdrawal;
  readonly isWantedSooner?: true;
}

/**
 * A destination whose command is in flight: its outcome is awaited, and a write that is no longer wanted is withdrawn,
 * once. Without a decision the destination is not named any more, and so nothing is wanted there. What has become more
 * urgent since it was sent is asked for once more, so that it need not wait behind a load.
 */
export function keepInFlight(
  destination: Destination,
  inFlight: InFlight,
  decision: Decision | undefined,
  { document, now, priority }: { readonly document: DocumentRef; readonly now: string; readonly priority: Priority },
): Kept {
  const outdated = inFlight.kind === 'write' && !inFlight.withdrawnAt && noLongerWanted(inFlight.target, decision);
  const because = decision?.decision === 'send' ? decision.because : undefined;
  const how = howItIs(inFlight, document, because);
  const { commandId, command } = inFlight;
  if (outdated) {
    const applied = withStatus({ ...destination, inFlight: { ...inFlight, withdrawnAt: now } }, ...how);
    return { ...applied, message: { commandId, document, destination: destination.name, withdraw: true } };
  }
  if (!isMoreUrgent(priority, command.priority)) return withStatus(destination, ...how);
  const hurried = { ...command, priority };
  const applied = withStatus({ ...destination, inFlight: { ...inFlight, command: hurried } }, ...how);
  return { ...applied, message: hurried, isWantedSooner: true };
}

/** A read that comes first, or work that goes on over there, leaves open whether the target is still wanted. */
function noLongerWanted(target: unknown, decision: Decision | undefined): boolean {
  if (decision?.decision === 'waiting') return decision.on.length > 0;
  if (decision?.decision !== 'send') return true;
  return decision.script.kind === 'write' && !equalTargets(decision.script.target, target);
}

function howItIs(
  { needsOperator, delay, commandId }: InFlight,
  document: DocumentRef,
  because: Reason | undefined,
): [RecordStatus, Reason | undefined] {
  if (needsOperator) {
    const { message, step } = needsOperator;
    return ['Unknown outcome', { code: 'unknown-outcome', message, fix: settling(document, commandId, step) }];
  }
  if (delay) return [delay.kind === 'throttled' ? 'Throttled' : 'Retrying', delayReason(delay)];
  return ['In progress', because];
}

/** The whole command line: who reads it has just looked in the other system and must not look ids up. */
const settling = (document: DocumentRef, commandId: string, step = 'STEP'): string =>
  `Look in the other system whether it took effect, then: sluice records settle ${documentKey(document)} ` +
  `--command ${commandId} --step ${step} --verdict done (or not-done)`;

/** What passes only when somebody sees to the access to the other system. */
const needsAccess: readonly FailureCode[] = ['credentials-refused', 'scope-missing', 'configuration-invalid'];

/** Why a command in flight does not go on for now, and that whoever wrote or approved the document need not act. */
export function delayReason({ code, message }: Delay): Reason {
  const known = isFailureCode(code) ? code : 'unavailable';
  const fix = needsAccess.includes(known)
    ? 'Whoever runs Sluice sees to the access (sluice doctor says what is wrong); then it goes on by itself. Nothing is lost.'
    : 'Nothing needs to be done: it goes on by itself, and nothing is lost.';
  return { code: known, message, fix };
}
