import type { Received } from '@sluice/runtime/kafka/receiver';
import type { Transaction } from '@sluice/runtime/postgres/database';
import type { DocumentRef } from '@sluice/shared/document';
import { describeDeadLetter } from '../domain/describe-dead-letter.js';
import type { Redact } from '../redact.js';
import { addAuditRow } from './add-audit-row.js';
import type { KeptReason } from './record-row.js';

/**
 * A message that could not be used is a line of history; where its key names a document, it is in that document's
 * timeline and a warning beside its status until the next status. It makes no record of its own.
 */
export async function foldDeadLetter(
  tx: Transaction,
  { key, value, envelope }: Received<'dead-letter.v1'>,
  redact: Redact,
): Promise<void> {
  const { entry, warning } = describeDeadLetter(key, value);
  const kept = redact(entry);
  await addAuditRow(tx, envelope.id, kept);
  if (entry.document !== undefined)
    await warnBeside(tx, entry.document, { ...warning, message: kept.summary }, value.at);
}

async function warnBeside(tx: Transaction, document: DocumentRef, warning: KeptReason, at: string): Promise<void> {
  await tx.query(
    `UPDATE record SET warning = $3 WHERE type = $1 AND document_id = $2 AND warning IS NULL AND updated_at <= $4`,
    [document.type, document.id, JSON.stringify(warning), at],
  );
}
