import type { DestinationStatus } from '@sluice/shared/messages/document-status';
import type { Reason, RecordStatus } from '@sluice/shared/status';
import { boundedList, boundedReason } from '../bounded-text.js';
import type { Destination } from './knowledge.js';

/** Characters of keys that are shown; the document waits for all of them. */
const waitingForMax = 10_000;

/** A destination as people see it, with the first of what it waits for. */
export function showDestination(
  { name, status, reason, inFlight, questions = [] }: Destination & { readonly status: RecordStatus },
  waitsFor: readonly { readonly topic: string; readonly key: string }[],
): DestinationStatus {
  const { listed: waitingFor } = boundedList(
    waitsFor.map(({ topic, key }) => `${topic}/${key}`),
    waitingForMax,
  );
  return {
    name,
    status,
    ...(reason && { reason }),
    ...(waitingFor.length > 0 && { waitingFor }),
    ...(inFlight?.needsOperator && { asked: { commandId: inFlight.commandId, step: inFlight.needsOperator.step } }),
    ...(questions.length > 0 && { questions: [...questions] }),
  };
}

/** The destination with what was decided about it, and how that is shown. */
export function withStatus(
  destination: Destination,
  status: RecordStatus,
  reason?: Reason,
  waitsFor: readonly { readonly topic: string; readonly key: string }[] = [],
): { readonly destination: Destination; readonly destinationStatus: DestinationStatus } {
  const { reason: _before, ...rest } = destination;
  const decided = { ...rest, status, ...(reason && { reason: boundedReason(reason) }) };
  return { destination: decided, destinationStatus: showDestination(decided, waitsFor) };
}
