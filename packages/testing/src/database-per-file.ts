import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { migrate, type MigrationClass } from '@sluice/runtime/postgres/migrate';
import type { AppName } from '@sluice/shared/apps';
import { testServices } from './config.js';

export interface SchemaToTest {
  readonly app: AppName;
  readonly migrations: readonly MigrationClass[];
}

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/**
 * A database of its own for a test file, with the schemas of the apps given. It is copied from a template that the first
 * file with the same migrations makes, which is much faster than to migrate each time.
 */
export async function testDatabase(...schemas: readonly SchemaToTest[]): Promise<TestDatabase> {
  const { databaseUrl } = testServices();
  const admin = new Client({ connectionString: databaseUrl });
  await admin.connect();
  const template = `sluice_template_${hashOf(schemas)}`;
  const name = `sluice_test_${randomBytes(6).toString('hex')}`;
  try {
    await underLock(admin, template, async () => {
      await makeTemplate(admin, databaseUrl, template, schemas);
      await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    });
  } finally {
    await admin.end();
  }
  return { url: urlOf(databaseUrl, name), drop: () => dropDatabase(databaseUrl, name) };
}

/** The file of a migration may change while it is developed, so the template is named after its text. */
function hashOf(schemas: readonly SchemaToTest[]): string {
  const hash = createHash('sha256');
  for (const { app, migrations } of schemas)
    for (const Migration of migrations) {
      const statements: string[] = [];
      const recorder = { query: async (sql: string) => statements.push(sql) };
      void new Migration().up(recorder as never);
      hash.update(JSON.stringify([app, new Migration().name, statements]));
    }
  return hash.digest('hex').slice(0, 16);
}

async function makeTemplate(
  admin: Client,
  databaseUrl: string,
  template: string,
  schemas: readonly SchemaToTest[],
): Promise<void> {
  const { rows } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
  if (rows.length > 0) return;
  const draft = `${template}_draft`;
  await dropWhenFree(admin, draft);
  await admin.query(`CREATE DATABASE ${draft}`);
  for (const { app, migrations } of schemas) await migrate({ app, databaseUrl: urlOf(databaseUrl, draft), migrations });
  // Renamed only when complete: a run that was killed half-way leaves a draft, never a half template.
  await renameWhenFree(admin, draft, template);
}

/** Sessions that were ended a moment ago may still be counted by the server. */
const renameWhenFree = (admin: Client, from: string, to: string): Promise<void> =>
  whenFree(() => admin.query(`ALTER DATABASE ${from} RENAME TO ${to}`));

/**
 * Ends what sessions are left. The server's own autovacuum may be at work in a database that has just held many rows, and
 * nobody but a superuser may end that: so it is asked again until it has gone.
 */
const dropWhenFree = (admin: Client, name: string): Promise<void> =>
  whenFree(() => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));

async function whenFree(work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1)
    try {
      await work();
      return;
    } catch (thrown) {
      if (attempt === 100) throw thrown;
      await pause(100);
    }
}

async function underLock(admin: Client, name: string, work: () => Promise<void>): Promise<void> {
  await admin.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [name]);
  try {
    await work();
  } finally {
    await admin.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name]);
  }
}

async function dropDatabase(databaseUrl: string, name: string): Promise<void> {
  const admin = new Client({ connectionString: databaseUrl });
  await admin.connect();
  try {
    await dropWhenFree(admin, name);
  } finally {
    await admin.end();
  }
}

function urlOf(databaseUrl: string, name: string): string {
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return url.toString();
}
