import { documentKey } from '@sluice/shared/document';
import type { DocumentStatus } from '@sluice/shared/messages/document-status';
import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import type { KnownDocument } from '../document/knowledge.js';

/**
 * Publishes the status of a document and writes it into its history, unless it is the one that was published last. Where a
 * person asked for the decision, it is in the history also if it changed nothing.
 */
export async function publishStatus(
  tx: Transaction,
  { outbox }: Database,
  document: KnownDocument,
  status: Omit<DocumentStatus, 'document' | 'at'>,
  details: Record<string, unknown> = {},
): Promise<void> {
  const cause = document.cause && { cause: document.cause };
  const content = { ...status, document: document.ref };
  const published = await outbox.publishState(tx, {
    topic: 'status.v1',
    key: documentKey(document.ref),
    value: { ...content, at: document.now },
    compare: content,
    ...cause,
  });
  const { askedBy } = document;
  if (published === 'unchanged' && askedBy === undefined) return;
  await outbox.audit(tx, {
    document: document.ref,
    action: 'decided',
    summary: `${published === 'unchanged' ? 'Still ' : ''}${summaryOf(status)}`,
    ...(askedBy !== undefined && { by: askedBy }),
    details: { status: status.status, destinations: status.destinations, ...details },
    ...cause,
  });
}

function summaryOf({ status, reason, waitingFor, warning }: Omit<DocumentStatus, 'document' | 'at'>): string {
  const why = waitingFor && status === 'Waiting' ? waitingFor.join(', ') : reason?.message;
  return `${status}${why ? `: ${why}` : ''}${warning ? ` (but: ${warning.message})` : ''}`;
}
