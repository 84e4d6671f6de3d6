import type { LegStatus } from '@sluice/shared/messages/document-status';
import type { RecordStatus } from '@sluice/shared/status';
import type { Leg } from './knowledge.js';

/** A leg as people see it, with what it waits for. */
export function showLeg(
  { name, status, reason, inFlight }: Leg & { readonly status: RecordStatus },
  waitsFor: readonly { readonly topic: string; readonly key: string }[],
): LegStatus {
  const waitingFor = waitsFor.map(({ topic, key }) => `${topic}/${key}`);
  return {
    name,
    status,
    ...(reason && { reason }),
    ...(waitingFor.length > 0 && { waitingFor }),
    ...(inFlight?.askedPerson && { asked: { commandId: inFlight.commandId, step: inFlight.askedPerson.step } }),
  };
}
