import { readFile, writeFile } from 'node:fs/promises';
import { updatesSchema } from '@sluice/testing/config';
import { testDatabase, type TestDatabase } from '@sluice/testing/database-per-file';
import { dumpSchema } from '@sluice/testing/dump-schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadMigrations } from './load-apps.js';

const refresh =
  'UPDATE_SCHEMA=1 node_modules/.bin/vitest run --config tests/vitest.config.ts --project integration apps/cli/src/schema.int.spec.ts';

const migrationsOfApps = await loadMigrations();
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase(...migrationsOfApps);
});

afterAll(() => database?.drop());

// Who reviews a migration would otherwise see steps and never the table that they add up to.
describe('the committed schema.sql', () => {
  it.each(migrationsOfApps)('of $app is what its migrations make', async ({ app }) => {
    const file = new URL(`../../${app}/schema.sql`, import.meta.url);
    const made = `-- What the migrations of ${app} make, in its own Postgres schema. Written by apps/cli/src/schema.int.spec.ts.\n\n${await dumpSchema(database.url, app)}`;
    if (updatesSchema()) await writeFile(file, made);
    const committed = await readFile(file, 'utf8').catch(() => '');
    expect(
      committed,
      `apps/${app}/schema.sql is not what the migrations of ${app} make. Run\n  ${refresh}\nwith DATABASE_URL and KAFKA_BROKERS set, and look at the diff.`,
    ).toBe(made);
  });
});
