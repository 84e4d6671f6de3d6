import type { Metrics } from '@sluice/runtime/metrics';
import type { Database } from '@sluice/runtime/postgres/database';
import { DocumentType } from '@sluice/shared/document';
import { recordStatuses } from '@sluice/shared/status';
import { Gauge } from 'prom-client';

/** What the read model holds, counted whenever the metrics are read. */
export function recordMetrics(registry: Metrics, database: Database) {
  const registers = [registry];
  return {
    records: new Gauge({
      name: 'sluice_records',
      help: 'Documents by type and status.',
      labelNames: ['type', 'status'],
      registers,
      async collect() {
        const rows = await ask<{ type: string; status: string; count: string }>(
          database,
          'SELECT type, status, count(*) AS count FROM record GROUP BY type, status',
        );
        // A status that nothing has any more goes back to zero instead of staying as it was.
        if (rows !== undefined)
          for (const type of DocumentType.options) for (const status of recordStatuses) this.set({ type, status }, 0);
        for (const { type, status, count } of rows ?? []) this.set({ type, status }, Number(count));
      },
    }),
    reasons: new Gauge({
      name: 'sluice_records_by_reason',
      help: 'Documents by type, status and the reason of that status, where there is one.',
      labelNames: ['type', 'status', 'reason'],
      registers,
      async collect() {
        const rows = await ask<{ type: string; status: string; reason: string; count: string }>(
          database,
          `SELECT type, status, reason->>'code' AS reason, count(*) AS count
           FROM record WHERE reason IS NOT NULL GROUP BY type, status, reason->>'code'`,
        );
        // A reason that nothing has any more is gone.
        if (rows !== undefined) this.reset();
        for (const { type, status, reason, count } of rows ?? []) this.set({ type, status, reason }, Number(count));
      },
    }),
    oldestWaiting: new Gauge({
      name: 'sluice_oldest_waiting_seconds',
      help: 'For how long the document has been waiting that waits longest, by type; 0 where none waits.',
      labelNames: ['type'],
      registers,
      async collect() {
        const rows = await ask<{ type: string; seconds: string }>(
          database,
          `SELECT type, greatest(0, extract(epoch FROM now() - min(updated_at))) AS seconds
           FROM record WHERE status = 'Waiting' GROUP BY type`,
        );
        if (rows !== undefined) for (const type of DocumentType.options) this.set({ type }, 0);
        for (const { type, seconds } of rows ?? []) this.set({ type }, Number(seconds));
      },
    }),
    deadLetters: new Gauge({
      name: 'sluice_dead_letters',
      help: 'Messages that were set aside, by the app that could not use them.',
      labelNames: ['of'],
      registers,
      async collect() {
        const rows = await ask<{ app: string; count: string }>(
          database,
          `SELECT app, count(*) AS count FROM audit WHERE action = 'dead-lettered' GROUP BY app`,
        );
        for (const { app, count } of rows ?? []) this.set({ of: app }, Number(count));
      },
    }),
    unchained: new Gauge({
      name: 'sluice_audit_unchained',
      help: 'Lines of history that are not in the chain of hashes yet.',
      registers,
      async collect() {
        const rows = await ask<{ count: string }>(database, 'SELECT count(*) FROM audit WHERE position IS NULL');
        if (rows !== undefined) this.set(Number(rows[0]?.count ?? 0));
      },
    }),
  };
}

/** While Postgres is away these metrics keep their last values, so that the others can still be read. */
const ask = <Row extends object>(database: Database, sql: string): Promise<Row[] | undefined> =>
  database.query<Row>(sql).catch(() => undefined);
