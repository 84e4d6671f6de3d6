import type { ReceivedSnapshot } from '@sluice/reconciler/fold-snapshot';
import type { Received } from '@sluice/runtime/kafka/receiver';
import { parseDocumentKey } from '@sluice/shared/document';
import { Failure } from '@sluice/shared/failure';

/** A snapshot with the document that its key names and the sequence that fences it; both are the sender's to give. */
export function readSnapshot(message: Received<'coupa.purchase-order.v1'>): ReceivedSnapshot {
  const document = parseDocumentKey(message.key);
  const { sequence } = message.envelope;
  if (document?.type !== 'purchase-order' || sequence === undefined)
    throw new Failure(`A snapshot with key ${message.key} names no purchase order or carries no ce_sequence`, {
      code: 'unreadable',
      stage: 'decode',
      disposition: 'dead-letter',
    });
  return {
    document,
    sequence,
    snapshot: message.value,
    priority: message.replay === true ? 'replay' : 'live',
    cause: message.envelope,
  };
}
