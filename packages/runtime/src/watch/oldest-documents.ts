import { Gauge } from 'prom-client';
import type { Metrics } from '../metrics.js';
import type { Database } from '../postgres/database.js';

/** Every app that publishes has this stage: its outbox. */
export type StageWith<Own extends string> = Own | 'unpublished';

/** The document that has been in a stage for longest. */
export interface OldestDocument<Stage extends string = string> {
  readonly stage: Stage;
  /** Its key; of `unpublished` the key of the message, which may be about no document. */
  readonly document: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly ageSeconds: number;
}

interface Row<Stage extends string> {
  readonly stage: Stage;
  readonly key: string;
  readonly since: Date;
  readonly age: string;
}

const unpublished = 'SELECT key, created_at AS since FROM outbox ORDER BY id LIMIT 1';

/**
 * Of each stage in which there is one. A stage is a SELECT of at most one row, with its `key` and `since`, by an index:
 * however many there are, it is asked for often.
 */
export async function findOldest<Own extends string>(
  database: Pick<Database, 'query'>,
  stages: Readonly<Record<Own, string>>,
  parameters: readonly unknown[] = [],
): Promise<OldestDocument<StageWith<Own>>[]> {
  const selects = Object.entries<string>({ ...stages, unpublished }).map(
    ([stage, select]) => `(SELECT '${stage}' AS stage, key, since FROM (${select}) AS one)`,
  );
  const rows = await database.query<Row<StageWith<Own>>>(
    `SELECT stage, key, since, extract(epoch FROM clock_timestamp() - since) AS age
     FROM (${selects.join(' UNION ALL ')}) AS oldest`,
    [...parameters],
  );
  return rows.map(({ stage, key, since, age }) => ({
    stage,
    document: key,
    since: since.toISOString(),
    ageSeconds: Math.max(0, Math.round(Number(age))),
  }));
}

/** What is wrong with each that has been in its stage for too long, in a sentence that names it. */
export function describeOverdue<Own extends string>(
  oldest: readonly OldestDocument<StageWith<Own>>[],
  whatIsSo: Readonly<Record<Own, string>>,
  overdueAfterMs: number,
): string[] {
  const words: Readonly<Record<string, string>> = { ...whatIsSo, unpublished: 'waits to be published' };
  return oldest
    .filter(({ ageSeconds }) => ageSeconds * 1000 > overdueAfterMs)
    .map(({ stage, document, since }) => `${document} ${words[stage]} since ${since}`);
}

/** The metric of how long each stage's oldest has been there. While Postgres is away it keeps its last values. */
export const measureOldest = (
  registry: Metrics,
  stages: readonly string[],
  look: () => Promise<readonly OldestDocument[]>,
): Gauge =>
  new Gauge({
    name: 'sluice_oldest_document_seconds',
    help: 'For how long the document has been in a stage that has been there longest; 0 where none is.',
    labelNames: ['stage'],
    registers: [registry],
    async collect() {
      const oldest = await look().catch(() => undefined);
      if (oldest === undefined) return;
      for (const stage of [...stages, 'unpublished'])
        this.set({ stage }, oldest.find((one) => one.stage === stage)?.ageSeconds ?? 0);
    },
  });
