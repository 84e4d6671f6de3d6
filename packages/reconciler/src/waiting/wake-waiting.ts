import type { DocumentRef } from '@sluice/shared/document';
import type { Database } from '@sluice/runtime/postgres/database';
import type { ReplicaTopic } from '../decision.js';

/** Waiting rows looked at in one statement, and so most documents woken in one transaction. */
const batchMax = 500;

/** Whom to wake: those who wait for one key, one document, or all. */
export type WakeScope =
  | { readonly topic: ReplicaTopic; readonly key: string }
  | { readonly document: DocumentRef }
  | 'all';

/**
 * Makes due every document that waits for something of which a newer value is here than it has seen. Each batch is a
 * transaction of its own, so 10,000 waiters hold up nobody; a document that someone works on is skipped, because that
 * transaction looks again after its own commit. Returns how many were woken.
 */
export async function wakeWaiting(database: Database, scope: WakeScope): Promise<number> {
  const [condition, parameters] = conditionOf(scope);
  let woken = 0;
  for (;;) {
    const [batch] = await database.query<{ woken: number }>(
      `WITH found AS (
         SELECT document.type, document.id
         FROM replica JOIN waiting USING (topic, key) JOIN document USING (type, id)
         WHERE replica.sequence > waiting.seen_sequence AND (document.due_at IS NULL OR document.due_at > now())
           ${condition}
         LIMIT ${batchMax} FOR UPDATE OF document SKIP LOCKED
       ), changed AS (
         UPDATE document SET due_at = now() FROM found
         WHERE (document.type, document.id) = (found.type, found.id) RETURNING document.id
       )
       SELECT count(*)::int AS woken FROM changed`,
      parameters,
    );
    if (!batch || batch.woken === 0) return woken;
    woken += batch.woken;
  }
}

/** Wakes those who wait for the keys that changed since the last time; returns how many. */
export async function wakeForChangedKeys(database: Database): Promise<number> {
  let woken = 0;
  for (;;) {
    const changed = await database.query<{ position: string; topic: ReplicaTopic; key: string }>(
      `SELECT position, topic, key FROM changed_key ORDER BY position LIMIT ${batchMax}`,
    );
    if (changed.length === 0) return woken;
    const keys = new Map(changed.map(({ topic, key }) => [`${topic}/${key}`, { topic, key }]));
    for (const key of keys.values()) woken += await wakeWaiting(database, key);
    // Only now, so that a crash in between wakes them again instead of never; and only the rows that were read, because
    // the same key may have changed again since.
    await database.query(`DELETE FROM changed_key WHERE position = ANY ($1)`, [
      changed.map(({ position }) => position),
    ]);
  }
}

function conditionOf(scope: WakeScope): [condition: string, parameters: unknown[]] {
  if (scope === 'all') return ['', []];
  if ('document' in scope)
    return ['AND waiting.type = $1 AND waiting.id = $2', [scope.document.type, scope.document.id]];
  return ['AND waiting.topic = $1 AND waiting.key = $2', [scope.topic, scope.key]];
}
