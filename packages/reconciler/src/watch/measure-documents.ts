import type { Metrics } from '@sluice/runtime/metrics';
import type { Database } from '@sluice/runtime/postgres/database';
import type { DocumentType } from '@sluice/shared/document';
import { Gauge } from 'prom-client';
import { oldestDocuments, stages, stuckDocuments } from './oldest-documents.js';

/** The metrics of a sync, read from Postgres when asked, so that every process shows the same. */
export function measureDocuments(registry: Metrics, database: Pick<Database, 'query'>, types: readonly DocumentType[]) {
  const registers = [registry];
  return {
    oldest: new Gauge({
      name: 'sluice_oldest_document_seconds',
      help: 'For how long the document has been in a stage that has been there longest; 0 where none is.',
      labelNames: ['stage'],
      registers,
      async collect() {
        const oldest = await whileThere(oldestDocuments(database, types));
        if (oldest === undefined) return;
        for (const stage of stages) this.set({ stage }, oldest.find((one) => one.stage === stage)?.ageSeconds ?? 0);
      },
    }),
    stuck: new Gauge({
      name: 'sluice_documents_stuck',
      help: 'Documents set aside because deciding them failed. Each needs a release or a change in Coupa.',
      registers,
      async collect() {
        const stuck = await whileThere(stuckDocuments(database, types));
        if (stuck !== undefined) this.set(stuck.count);
      },
    }),
  };
}

/** While Postgres is away these keep their last values, so that the others can still be read. */
const whileThere = <Found>(asked: Promise<Found>): Promise<Found | undefined> => asked.catch(() => undefined);
