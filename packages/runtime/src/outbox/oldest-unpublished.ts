import { Gauge } from 'prom-client';
import type { Metrics } from '../metrics.js';
import type { Database } from '../postgres/database.js';

/** The message that has waited longest for the relay. */
export interface Unpublished {
  /** Of the message: the document that it is about, or the app. */
  readonly key: string;
  readonly since: Date;
  readonly ageSeconds: number;
}

export async function oldestUnpublished(database: Pick<Database, 'query'>): Promise<Unpublished | undefined> {
  const [row] = await database.query<{ key: string; since: Date; age: string }>(
    `SELECT key, created_at AS since, extract(epoch FROM clock_timestamp() - created_at) AS age
     FROM outbox ORDER BY id LIMIT 1`,
  );
  return row && { key: row.key, since: row.since, ageSeconds: Math.max(0, Number(row.age)) };
}

/** Read whenever the metrics are; while Postgres is away the last value stays, so that the other metrics can be read. */
export const measureOutbox = (registry: Metrics, database: Database): Gauge =>
  new Gauge({
    name: 'sluice_outbox_oldest_seconds',
    help: 'For how long the message has waited to be published that waits longest; 0 where none waits.',
    registers: [registry],
    async collect() {
      const oldest = await oldestUnpublished(database).catch(() => 'unknown' as const);
      if (oldest !== 'unknown') this.set(oldest?.ageSeconds ?? 0);
    },
  });

/** Why an app is degraded whose relay does not get on. */
export async function overdueInOutbox(database: Database, overdueAfterMs: number): Promise<string[]> {
  const oldest = await oldestUnpublished(database);
  if (oldest === undefined || oldest.ageSeconds * 1_000 <= overdueAfterMs) return [];
  return [`${oldest.key} waits to be published since ${oldest.since.toISOString()}`];
}
