import type { Metrics } from '@sluice/runtime/metrics';
import type { Database } from '@sluice/runtime/postgres/database';
import { Gauge } from 'prom-client';
import { pollQueryOf } from './poll-queries.js';

/** Read from the database when asked, so that every process shows the same. */
export function pollMetrics(registry: Metrics, database: Database): void {
  const documents = new Gauge({
    name: 'sluice_coupa_documents',
    help: 'The daily count: documents that Coupa lists as final (where="coupa"), and how many of them are held (where="held").',
    labelNames: ['type', 'where'],
    registers: [registry],
    async collect() {
      const rows = await database.query<{ name: string; counted: { coupa: number; held: number } }>(
        'SELECT name, counted FROM cursor WHERE counted IS NOT NULL',
      );
      for (const { name, counted } of rows) {
        const type = pollQueryOf(name)?.type;
        if (type === undefined) continue;
        documents.set({ type, where: 'coupa' }, counted.coupa);
        documents.set({ type, where: 'held' }, counted.held);
      }
    },
  });
  const age = new Gauge({
    name: 'sluice_coupa_poll_age_seconds',
    help: 'Time since a round of this poll query last ended.',
    labelNames: ['poll_query'],
    registers: [registry],
    async collect() {
      const rows = await database.query<{ name: string; age: string }>(
        'SELECT name, extract(epoch FROM now() - ended_at) AS age FROM cursor WHERE ended_at IS NOT NULL',
      );
      // A load is no poll: nobody expects it to end again.
      for (const { name, age: seconds } of rows)
        if (pollQueryOf(name)?.kind !== 'load') age.set({ poll_query: name }, Number(seconds));
    },
  });
}
