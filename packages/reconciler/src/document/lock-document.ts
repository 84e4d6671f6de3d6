import type { DocumentRef, DocumentType } from '@sluice/shared/document';
import type { Envelope } from '@sluice/shared/envelope';
import { priorities } from '@sluice/shared/messages/command';
import type { Transaction } from '@sluice/runtime/postgres/database';
import type { Ignored, KnownDocument, Stuck } from './knowledge.js';

interface DocumentRow {
  readonly type: DocumentType;
  readonly id: string;
  readonly sequence: string;
  readonly desired: unknown;
  readonly removed: boolean;
  readonly unavailable: { code: string; message: string } | null;
  readonly priority: number;
  readonly ignored: Ignored | null;
  readonly stuck: Stuck | null;
  readonly asked_by: string | null;
  readonly is_retried: boolean;
  readonly cause: Envelope | null;
  readonly now: Date;
}

const columns =
  'type, id, sequence, desired, removed, unavailable, coalesce(until_priority, priority) AS priority, ignored, stuck, ' +
  'asked_by, is_retried, cause, now() AS now';

/**
 * Locks the row of a document, created first where there is none, until the transaction ends. Every transaction that
 * folds or decides something about a document begins with this, so a document's messages leave in one order.
 */
export async function lockDocument(tx: Transaction, { type, id }: DocumentRef): Promise<KnownDocument> {
  await tx.query(`INSERT INTO document (type, id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [type, id]);
  return (await lockKnownDocument(tx, { type, id })) as KnownDocument;
}

/** The same, but a document that nothing is known of is not created: `undefined`. */
export async function lockKnownDocument(
  tx: Transaction,
  { type, id }: DocumentRef,
): Promise<KnownDocument | undefined> {
  const rows: DocumentRow[] = await tx.query(`SELECT ${columns} FROM document WHERE type = $1 AND id = $2 FOR UPDATE`, [
    type,
    id,
  ]);
  return rows[0] && known(rows[0]);
}

/** Which due document is taken: the most urgent, or, so that nothing starves behind urgent ones, the one due for longest. */
export type ClaimOrder = 'priority' | 'age';

/** Takes one due document, none of `except`, that no other transaction holds; it is this transaction's until it ends. */
export async function claimDueDocument(
  tx: Transaction,
  types: readonly DocumentType[],
  order: ClaimOrder,
  except: readonly string[] = [],
): Promise<KnownDocument | undefined> {
  const rows: DocumentRow[] = await tx.query(
    `SELECT ${columns} FROM document WHERE due_at <= now() AND type = ANY ($1) AND type || '/' || id <> ALL ($2)
     ORDER BY ${order === 'priority' ? 'coalesce(until_priority, priority), due_at' : 'due_at'} LIMIT 1 FOR UPDATE SKIP LOCKED`,
    [types, except],
  );
  return rows[0] && known(rows[0]);
}

function known(row: DocumentRow): KnownDocument {
  return {
    ref: { type: row.type, id: row.id },
    sequence: Number(row.sequence),
    ...(row.desired !== null && { desired: row.desired }),
    removed: row.removed,
    ...(row.unavailable && { unavailable: row.unavailable }),
    priority: priorities[row.priority] ?? 'live',
    ...(row.ignored && { ignored: row.ignored }),
    ...(row.stuck && { stuck: row.stuck }),
    ...(row.asked_by !== null && { askedBy: row.asked_by }),
    ...(row.is_retried && { isRetried: true }),
    ...(row.cause && { cause: row.cause }),
    now: row.now.toISOString(),
  };
}
