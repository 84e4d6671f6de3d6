import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { Failure } from '@sluice/shared/failure';
import type { AppName } from '@sluice/shared/apps';
import type { Database } from './database.js';
import { connectionOf, typeormAddress } from './connection.js';
import { addressOf } from './database-url.js';
import { refusePooler } from './refuse-pooler.js';
import { schemaOf } from './schema-of.js';

export type MigrationClass = new () => MigrationInterface & { readonly name: string };

const lockPollMs = 100;
const lockPatienceMs = 5 * 60_000;
const longestStatementMs = 60 * 60_000;

/** A step of the schema, forward only. `timestamp` has 13 digits and orders the steps; `sql` uses bare table names. */
export function defineMigration(timestamp: number, name: string, sql: string): MigrationClass {
  return class implements MigrationInterface {
    readonly name = `${name}-${timestamp}`;
    async up(runner: QueryRunner): Promise<void> {
      await runner.query(sql);
    }
    async down(): Promise<void> {
      throw new Error(`${this.name} has no way back: expand in one release, contract in the next.`);
    }
  };
}

/** Creates the app's schema if need be and runs what is missing; returns the names run. One at a time over all processes. */
export async function migrate(options: {
  app: AppName;
  databaseUrl: string;
  migrations: readonly MigrationClass[];
}): Promise<string[]> {
  const schema = schemaOf(options.app);
  const lock = new Client({
    ...addressOf(options.databaseUrl),
    application_name: `sluice migrate ${schema}`,
    ...connectionOf(options.app, longestStatementMs),
  });
  lock.on('error', () => undefined);
  await lock.connect().catch(refusePooler);
  try {
    await takeLock(lock, schema);
    await lock.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
    const dataSource = new DataSource({
      type: 'postgres',
      ...typeormAddress(options.databaseUrl),
      schema,
      applicationName: `sluice migrate ${schema}`,
      migrations: [...options.migrations],
      migrationsTableName: 'migrations',
      logging: false,
      poolErrorHandler: () => undefined,
      extra: connectionOf(options.app, longestStatementMs),
    });
    await dataSource.initialize().catch(refusePooler);
    try {
      const run = await dataSource.runMigrations({ transaction: 'each' });
      return run.map((migration) => migration.name);
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await lock.end();
  }
}

/** Which steps this release has and the database lacks. Steps of a newer release do no harm. */
export async function schemaLevel(
  database: Database,
  migrations: readonly MigrationClass[],
): Promise<{ missing: string[] }> {
  const names = migrations.map((Migration) => new Migration().name);
  const [table] = await database.query<{ there: boolean }>(`SELECT to_regclass('migrations') IS NOT NULL AS there`);
  if (table?.there !== true) return { missing: names };
  const rows = await database.query<{ name: string }>('SELECT name FROM migrations');
  const done = new Set(rows.map((row) => row.name));
  return { missing: names.filter((name) => !done.has(name)) };
}

/**
 * Asked for again and again instead of waited for: a session that waits for a lock inside Postgres holds a snapshot, and
 * a CREATE INDEX CONCURRENTLY of the holder would wait for that session for ever.
 */
async function takeLock(client: Client, schema: string): Promise<void> {
  const deadline = performance.now() + lockPatienceMs;
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>(
      `SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken`,
      [`sluice migrate ${schema}`],
    );
    if (rows[0]?.taken === true) return;
    if (performance.now() > deadline)
      throw new Failure(
        `Another process has been migrating the schema ${schema} for ${lockPatienceMs / 60_000} minutes.`,
        {
          code: 'storage-away',
          stage: 'storage',
          disposition: 'retry',
          fix: 'Look for it with SELECT * FROM pg_stat_activity and run the migration again when it is gone.',
        },
      );
    await pause(lockPollMs);
  }
}
