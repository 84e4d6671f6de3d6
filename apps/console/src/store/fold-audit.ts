import type { Received } from '@sluice/runtime/subscriptions';
import type { Transaction } from '@sluice/runtime/postgres/database';
import type { AuditEntry } from '@sluice/shared/messages/audit';
import { addAuditRow } from './add-audit-row.js';
import type { DocumentRef } from '@sluice/shared/document';
import { documentTypes } from '@sluice/shared/document-types';

/** What a document is first heard of by: an event that came in, or a person who asked Coupa for it. */
const announcements: ReadonlySet<string> = new Set([
  'ingress event-received',
  'ingress event-id-reused',
  'console operator-fetch',
]);

/**
 * Keeps the line. A document that was announced is `Received` from then on, before its sync has published a status; one that
 * is already there stays.
 */
export async function foldAudit(tx: Transaction, { value, envelope }: Received<'audit.v1'>): Promise<void> {
  await addAuditRow(tx, envelope.id, value);
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

/** How a document is called before its sync has given it a title: its kind and Coupa's id. */
function titleUntilKnown({ type, id }: DocumentRef): string {
  const [label] = documentTypes[type].label;
  return `${label.charAt(0).toUpperCase()}${label.slice(1)} ${id} (Coupa’s id)`;
}
