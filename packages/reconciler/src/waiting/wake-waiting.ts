import type { DocumentRef } from '@sluice/shared/document';
import { priorities, type Priority } from '@sluice/shared/messages/command';
import type { Database } from '@sluice/runtime/postgres/database';
import type { ReplicaTopic } from '../decision.js';
import { makeFoundDue } from '../document/make-found-due.js';

/** Changed keys looked at in one go. */
const batchMax = 500;

/** Whom to wake: those who wait for one key, one document, or all. */
export type WakeScope =
  | { readonly topic: ReplicaTopic; readonly key: string }
  | { readonly document: DocumentRef }
  | 'all';

/** It has nothing on its way and misses nothing: what it is woken for is all that there is to do. */
const isAtRest = `
  NOT EXISTS (SELECT FROM destination WHERE (type, id) = (document.type, document.id) AND in_flight IS NOT NULL)
  AND NOT EXISTS (SELECT FROM waiting WHERE (type, id) = (document.type, document.id) AND missing)`;

/**
 * Makes due every document that waits for something of which a newer value is here than it has seen. A document that
 * someone works on is skipped, because that transaction looks again after its own commit. Only a document at rest is as
 * little urgent as the change that wakes it; work that was begun goes on as it was. Returns how many were woken.
 */
export function wakeWaiting(database: Database, scope: WakeScope, priority: Priority = 'live'): Promise<number> {
  const [condition, parameters] = conditionOf(scope);
  return makeFoundDue(
    database,
    `SELECT document.type, document.id,
       ${priority === 'live' ? 'NULL::smallint' : `CASE WHEN ${isAtRest} THEN ${priorities.indexOf(priority)}::smallint END`} AS urgency
     FROM replica JOIN waiting USING (topic, key) JOIN document USING (type, id)
     WHERE replica.sequence > waiting.seen_sequence ${condition}`,
    parameters,
  );
}

/** Wakes those who wait for the keys that changed since the last time; returns how many. */
export async function wakeForChangedKeys(database: Database): Promise<number> {
  let woken = 0;
  for (;;) {
    const changed = await database.query<{ position: string; topic: ReplicaTopic; key: string; priority: number }>(
      `SELECT position, topic, key, priority FROM changed_key ORDER BY position LIMIT ${batchMax}`,
    );
    if (changed.length === 0) return woken;
    // Of two changes of one key the more urgent comes last, and so counts.
    const leastUrgentFirst = changed.toSorted((left, right) => right.priority - left.priority);
    const keys = new Map(leastUrgentFirst.map((one) => [`${one.topic}/${one.key}`, one]));
    for (const { topic, key, priority } of keys.values())
      woken += await wakeWaiting(database, { topic, key }, priorities[priority]);
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
