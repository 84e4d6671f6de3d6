import type { DestinationStatus } from '@sluice/shared/messages/document-status';
import type { RecordStatus } from '@sluice/shared/status';
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
