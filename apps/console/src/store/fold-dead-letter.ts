import type { Received } from '@sluice/runtime/subscriptions';
import type { Transaction } from '@sluice/runtime/postgres/database';
import { parseDocumentKey, type DocumentRef } from '@sluice/shared/document';
import { addAuditRow, storable } from './add-audit-row.js';
import type { KeptReason } from './record-row.js';
import type { AuditEntry } from '@sluice/shared/messages/audit';
import type { DeadLetter } from '@sluice/shared/messages/dead-letter';

/**
 * A message that could not be used is a line of history; where its key names a document, it is in that document's
 * timeline and a warning beside its status until the next status. It makes no record of its own.
 */
export async function foldDeadLetter(
  tx: Transaction,
  { key, value, envelope }: Received<'dead-letter.v1'>,
): Promise<void> {
  const { entry, warning } = describeDeadLetter(key, value);
  await addAuditRow(tx, envelope.id, entry);
  if (entry.document !== undefined) await addWarning(tx, entry.document, storable(warning) as KeptReason, value.at);
}

async function addWarning(tx: Transaction, document: DocumentRef, warning: KeptReason, at: string): Promise<void> {
  await tx.query(
    `UPDATE record SET warning = $3 WHERE type = $1 AND document_id = $2 AND warning IS NULL AND updated_at <= $4`,
    [document.type, document.id, JSON.stringify(warning), at],
  );
}

/** The line of history and the warning that a dead letter makes. The letter's bytes stay in Kafka: they may hold anything. */
export function describeDeadLetter(
  key: string,
  letter: DeadLetter,
): { entry: AuditEntry; warning: DeadLetter['reason'] } {
  const { topic, partition, offset, app, reason, tries, at } = letter;
  const document = parseDocumentKey(key);
  const summary = `A message on ${topic} could not be used and was set aside: ${reason.message}`;
  return {
    entry: {
      ...(document !== undefined && { document }),
      app,
      action: 'dead-lettered',
      summary,
      details: { code: reason.code, topic, partition, offset, key, tries },
      at,
    },
    warning: { code: reason.code, message: summary },
  };
}
