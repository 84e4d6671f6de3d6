import { parseDocumentKey, type DocumentType } from '@sluice/shared/document';
import type { Envelope } from '@sluice/shared/envelope';
import { Failure } from '@sluice/shared/failure';
import type { Snapshot } from '@sluice/shared/messages/snapshot';
import type { ReceivedSnapshot } from './fold-snapshot.js';

/** What of a message is read here. */
export interface SnapshotMessage {
  readonly key: string;
  readonly value: Snapshot<unknown>;
  readonly envelope: Envelope;
  /** The message is read again on an operator's behalf. */
  readonly replay?: boolean;
}

/**
 * A snapshot with the document that its key names and the sequence that fences it; both are the sender's to give.
 * Throws Failure `unreadable` where one of them is missing.
 */
export function readSnapshot(type: DocumentType, message: SnapshotMessage): ReceivedSnapshot {
  const document = parseDocumentKey(message.key);
  const { sequence } = message.envelope;
  if (document?.type !== type || sequence === undefined)
    throw new Failure(`A snapshot with key ${JSON.stringify(message.key)} names no ${type} or carries no ce_sequence`, {
      code: 'unreadable',
      stage: 'decode',
      disposition: 'dead-letter',
    });
  return {
    document,
    sequence,
    snapshot: message.value,
    priority: message.replay === true ? 'replay' : (message.envelope.priority ?? 'live'),
    cause: message.envelope,
  };
}
