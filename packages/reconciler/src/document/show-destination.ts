import type { DestinationStatus } from '@sluice/shared/messages/document-status';
import type { Reason, RecordStatus } from '@sluice/shared/status';
import type { Destination } from './knowledge.js';

/** A destination as people see it, with what it waits for. */
export function showDestination(
  { name, status, reason, inFlight }: Destination & { readonly status: RecordStatus },
  waitsFor: readonly { readonly topic: string; readonly key: string }[],
): DestinationStatus {
  const waitingFor = waitsFor.map(({ topic, key }) => `${topic}/${key}`);
  return {
    name,
    status,
    ...(reason && { reason }),
    ...(waitingFor.length > 0 && { waitingFor }),
    ...(inFlight?.needsOperator && { asked: { commandId: inFlight.commandId, step: inFlight.needsOperator.step } }),
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
  const decided = { ...rest, status, ...(reason && { reason }) };
  return { destination: decided, destinationStatus: showDestination(decided, waitsFor) };
}
