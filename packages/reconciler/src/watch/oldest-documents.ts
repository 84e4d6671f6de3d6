import type { Metrics } from '@sluice/runtime/metrics';
import { documentKey, type DocumentType } from '@sluice/shared/document';
import type { Database } from '@sluice/runtime/postgres/database';
import {
  describeOverdue,
  findOldest,
  measureOldest,
  type OldestDocument,
  type StageWith,
} from '@sluice/runtime/watch/oldest-documents';
import { Gauge } from 'prom-client';
import { boundedText } from '../bounded-text.js';
import type { ReconcilerSettings } from '../settings.js';

/** Where a document can be left lying besides the outbox: due and not decided, sent and not reported about by the gateway. */
export const stages = ['undecided', 'unanswered'] as const;
type Stage = (typeof stages)[number];

/** Of each stage in which there is one. */
export const oldestDocuments = (
  database: Pick<Database, 'query'>,
  types: readonly DocumentType[],
): Promise<OldestDocument<StageWith<Stage>>[]> =>
  findOldest<Stage>(
    database,
    {
      undecided: `SELECT type || '/' || id AS key, due_at AS since FROM document
        WHERE due_at <= now() AND type = ANY ($1) ORDER BY due_at LIMIT 1`,
      unanswered: `SELECT type || '/' || id AS key, reported_at AS since FROM destination
        WHERE in_flight IS NOT NULL AND type = ANY ($1) ORDER BY reported_at LIMIT 1`,
    },
    [types],
  );

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

/** The metrics of a sync, read from Postgres when asked, so that every process shows the same. */
export function measureDocuments(registry: Metrics, database: Pick<Database, 'query'>, types: readonly DocumentType[]) {
  return {
    oldest: measureOldest(registry, stages, () => oldestDocuments(database, types)),
    stuck: new Gauge({
      name: 'sluice_documents_stuck',
      help: 'Documents set aside because deciding them failed. Each needs a release or a change in Coupa.',
      registers: [registry],
      async collect() {
        // While Postgres is away it keeps its last value, so that the others can still be read.
        const stuck = await stuckDocuments(database, types).catch(() => undefined);
        if (stuck !== undefined) this.set(stuck.count);
      },
    }),
  };
}

/** What is wrong where a document lies in a stage for too long. */
const whatIsSo: Record<Stage, string> = {
  undecided: 'is due and not decided',
  unanswered: 'waits for a command about which its gateway reports nothing',
};

/** Why a sync is degraded: documents that lie in a stage for too long, or that are stuck. Each reason names a document. */
export async function overdueReasons(
  database: Pick<Database, 'query'>,
  types: readonly DocumentType[],
  { overdueAfterMs }: Pick<ReconcilerSettings, 'overdueAfterMs'>,
): Promise<string[]> {
  const [oldest, stuck] = [await oldestDocuments(database, types), await stuckDocuments(database, types)];
  const overdue = describeOverdue(oldest, whatIsSo, overdueAfterMs);
  const [first] = stuck.first;
  if (first === undefined) return overdue;
  const { document, message } = first;
  return [...overdue, `${stuck.count} document(s) are stuck, the first is ${document}: ${boundedText(message, 200)}`];
}
