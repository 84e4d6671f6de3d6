import type { Database } from '@sluice/runtime/postgres/database';

/** Documents made due in one statement, and so most of them in one transaction. */
const batchMax = 500;

/**
 * Makes due, and none twice, every document that `found` finds: a query for the `type` and `id` of rows of `document` and an
 * `urgency`, which is null where the document keeps its own priority; without its limit. Each batch is a transaction of its
 * own, so 10,000 documents hold up nobody; one that someone works on is skipped. Returns how many were made due.
 */
export async function makeFoundDue(database: Database, found: string, parameters: unknown[]): Promise<number> {
  let woken = 0;
  for (;;) {
    const [batch] = await database.query<{ woken: number }>(
      `WITH found AS (
         ${found} AND (document.due_at IS NULL OR document.due_at > now() OR document.until_priority IS NOT NULL)
         LIMIT ${batchMax} FOR UPDATE OF document SKIP LOCKED
       ), changed AS (
         UPDATE document SET
           due_at = least(document.due_at, now()),
           priority = CASE
             WHEN document.due_at <= now()
               THEN least(coalesce(document.until_priority, document.priority), coalesce(found.urgency, document.priority))
             ELSE coalesce(found.urgency, document.priority) END,
           until_priority = NULL
         FROM found
         WHERE (document.type, document.id) = (found.type, found.id) RETURNING document.id
       )
       SELECT count(*)::int AS woken FROM changed`,
      parameters,
    );
    if (!batch || batch.woken === 0) return woken;
    woken += batch.woken;
  }
}
