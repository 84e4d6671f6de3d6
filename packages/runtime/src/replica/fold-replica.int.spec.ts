import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '@sluice/testing/database-per-file';
import { runtimeMigrations } from '../migrations.js';
import { openDatabase, type Database } from '../postgres/database.js';
import { foldReplica } from './fold-replica.js';

let testDb: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDb = await testDatabase({ app: 'po-sync', migrations: runtimeMigrations });
  database = await openDatabase({ app: 'po-sync', databaseUrl: testDb.url });
});
afterAll(async () => {
  await database?.close();
  await testDb?.drop();
});

it('keeps the newest of each key, in whatever order and how often messages come', async () => {
  const fold = (sequence: number) =>
    database.transaction((tx) => foldReplica(tx, 'mapping.v1', 'unit/EA', sequence, { sequence }));
  expect(await fold(5)).toBe(true);
  expect(await fold(5)).toBe(false);
  expect(await fold(3)).toBe(false);
  expect(await fold(9)).toBe(true);
  expect(await fold(7)).toBe(false);
  expect(await database.query('SELECT key, sequence, value FROM replica')).toEqual([
    { key: 'unit/EA', sequence: '9', value: { sequence: 9 } },
  ]);
});
