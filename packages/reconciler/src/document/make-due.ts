import type { DocumentRef } from '@sluice/shared/document';
import type { Envelope } from '@sluice/shared/envelope';
import { priorities, type Priority } from '@sluice/shared/messages/command';
import type { Transaction } from '@sluice/runtime/postgres/database';

/**
 * The document, whose row this transaction holds, is to be decided as soon as possible. One that is due already keeps the
 * more urgent priority: a replay does not push back what came in live. Without a priority the document keeps its own, which is
 * never that of a decision made again only because of time.
 */
export async function makeDue(
  tx: Transaction,
  { type, id }: DocumentRef,
  { priority, cause }: { priority?: Priority; cause?: Envelope | undefined } = {},
): Promise<void> {
  await tx.query(
    `UPDATE document SET
       priority = CASE WHEN due_at <= now() THEN least(coalesce(until_priority, priority), coalesce($3, priority))
                  ELSE coalesce($3::smallint, priority) END,
       until_priority = NULL,
       due_at = least(due_at, now()),
       cause = coalesce($4, cause)
     WHERE type = $1 AND id = $2`,
    [
      type,
      id,
      priority === undefined ? null : priorities.indexOf(priority),
      cause === undefined ? null : JSON.stringify(cause),
    ],
  );
}
