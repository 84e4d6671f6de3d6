import type { Received } from '@sluice/runtime/kafka/receiver';
import type { Transaction } from '@sluice/runtime/postgres/database';
import type { AuditEntry } from '@sluice/shared/messages/audit';
import type { Redact } from '../redact.js';
import { titleUntilKnown } from '../domain/title-until-known.js';
import { addAuditRow } from './add-audit-row.js';

/** By whom and how a document is first heard of: a door took an event in, or a person asked Coupa for it. */
const announcements: ReadonlySet<string> = new Set([
  'ingress event-received',
  'ingress event-id-reused',
  'console operator-fetch',
]);

/**
 * Keeps the line. A document that was announced is `Received` from then on, before its sync has said a word; a status that
 * is already there stays.
 */
export async function foldAudit(
  tx: Transaction,
  { value, envelope }: Received<'audit.v1'>,
  redact: Redact,
): Promise<void> {
  await addAuditRow(tx, envelope.id, redact(value));
  if (announcements.has(`${value.app} ${value.action}`)) await showAsReceived(tx, value);
}

async function showAsReceived(tx: Transaction, { document, at }: AuditEntry): Promise<void> {
  if (document === undefined) return;
  await tx.query(
    `INSERT INTO record (type, document_id, title, status, updated_at) VALUES ($1, $2, $3, 'Received', $4)
     ON CONFLICT (type, document_id) DO NOTHING`,
    [document.type, document.id, titleUntilKnown(document), at],
  );
}
