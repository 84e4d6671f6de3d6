import { documentKey, type DocumentType } from '@sluice/shared/document';
import type { Database } from '@sluice/runtime/postgres/database';
import { boundedText } from '../bounded-text.js';
import type { ReconcilerSettings } from '../settings.js';

/**
 * Where a document can be left lying: due and not decided, sent and not reported about by the gateway, decided and not published.
 */
export const stages = ['undecided', 'unanswered', 'unpublished'] as const;
export type Stage = (typeof stages)[number];

/** The document that has been in a stage for longest. */
export interface OldestDocument {
  readonly stage: Stage;
  /** Its key; of `unpublished` the key of the message, which may be about no document. */
  readonly document: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly ageSeconds: number;
}

interface Row {
  readonly stage: Stage;
  readonly key: string;
  readonly since: Date;
  readonly age: string;
}

/** Of each stage in which there is one. Each is found by an index, however many there are. */
export async function oldestDocuments(
  database: Pick<Database, 'query'>,
  types: readonly DocumentType[],
): Promise<OldestDocument[]> {
  const rows = await database.query<Row>(
    `SELECT stage, key, since, extract(epoch FROM clock_timestamp() - since) AS age FROM (
       (SELECT 'undecided' AS stage, type || '/' || id AS key, due_at AS since FROM document
        WHERE due_at <= now() AND type = ANY ($1) ORDER BY due_at LIMIT 1)
       UNION ALL
       (SELECT 'unanswered', type || '/' || id, reported_at FROM destination
        WHERE in_flight IS NOT NULL AND type = ANY ($1) ORDER BY reported_at LIMIT 1)
       UNION ALL
       (SELECT 'unpublished', key, created_at FROM outbox ORDER BY id LIMIT 1)
     ) AS oldest`,
    [types],
  );
  return rows.map(({ stage, key, since, age }) => ({
    stage,
    document: key,
    since: since.toISOString(),
    ageSeconds: Math.max(0, Math.round(Number(age))),
  }));
}

export interface StuckDocument {
  readonly document: string;
  readonly message: string;
}

/** Documents that were set aside because deciding them failed: how many, and the first of them. */
export async function stuckDocuments(
  database: Pick<Database, 'query'>,
  types: readonly DocumentType[],
): Promise<{ readonly count: number; readonly first: readonly StuckDocument[] }> {
  const rows = await database.query<{ type: DocumentType; id: string; message: string; count: string }>(
    `SELECT type, id, stuck->>'message' AS message, count(*) OVER () AS count FROM document
     WHERE stuck IS NOT NULL AND type = ANY ($1) ORDER BY type, id LIMIT 5`,
    [types],
  );
  return {
    count: Number(rows[0]?.count ?? 0),
    first: rows.map(({ type, id, message }) => ({ document: documentKey({ type, id }), message })),
  };
}

/** What is wrong where a document lies in a stage for too long. */
const whatIsSo: Record<Stage, string> = {
  undecided: 'is due and not decided',
  unanswered: 'waits for a command about which its gateway reports nothing',
  unpublished: 'waits to be published',
};

/** Why a sync is degraded: documents that lie in a stage for too long, or that are stuck. Each reason names a document. */
export async function overdueReasons(
  database: Pick<Database, 'query'>,
  types: readonly DocumentType[],
  { overdueAfterMs }: Pick<ReconcilerSettings, 'overdueAfterMs'>,
): Promise<string[]> {
  const [oldest, stuck] = [await oldestDocuments(database, types), await stuckDocuments(database, types)];
  const overdue = oldest.filter(({ ageSeconds }) => ageSeconds * 1000 > overdueAfterMs).map(describeOverdue);
  const [first] = stuck.first;
  if (first === undefined) return overdue;
  const { document, message } = first;
  return [...overdue, `${stuck.count} document(s) are stuck, the first is ${document}: ${boundedText(message, 200)}`];
}

const describeOverdue = ({ stage, document, since }: OldestDocument): string =>
  `${document} ${whatIsSo[stage]} since ${since}`;
