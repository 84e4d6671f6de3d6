import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '@sluice/testing/database-per-file';
import { eventually } from '@sluice/testing/eventually';
import { tcpProxy } from '@sluice/testing/tcp-proxy';
import { runtimeMigrations } from '../migrations.js';
import { openDatabase, type Database } from './database.js';
import { defineMigration, migrate, schemaLevel } from './migrate.js';
import { refuseLostSettings } from './refuse-pooler.js';
import { isContention, isStorageAway } from './storage-errors.js';

let testDb: TestDatabase;
let database: Database;

const locksOnMark = async (): Promise<number> =>
  (
    await database.query(
      `SELECT DISTINCT pid FROM pg_locks WHERE relation = 'mark'::regclass AND pid <> pg_backend_pid() AND granted`,
    )
  ).length;
const waitingForMark = async (): Promise<number> =>
  (
    await database.query(
      `SELECT pid FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO mark%'`,
    )
  ).length;
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(() => undefined).catch((thrown: unknown) => thrown);

beforeAll(async () => {
  testDb = await testDatabase({ app: 'po-sync', migrations: runtimeMigrations });
  database = await openDatabase({ app: 'po-sync', databaseUrl: testDb.url, statementTimeoutMs: 1_000 });
  await database.query('CREATE TABLE mark (name text PRIMARY KEY)');
});
afterAll(async () => {
  await database?.close();
  await testDb?.drop();
});

describe('a transaction', () => {
  it('is all or nothing, and notifies its listeners after the commit only', async () => {
    let commits = 0;
    database.onCommit(() => (commits += 1));
    await database.transaction((tx) => tx.query(`INSERT INTO mark VALUES ('kept')`));
    await expect(
      database.transaction(async (tx) => {
        await tx.query(`INSERT INTO mark VALUES ('lost')`);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await database.query('SELECT name FROM mark')).toEqual([{ name: 'kept' }]);
    expect(commits).toBe(1);
  });

  it('that waits too long is given up, its connection is not used again, and its locks go', async () => {
    const release = Promise.withResolvers<void>();
    const holding = database.transaction(async (tx) => {
      await tx.query(`LOCK TABLE mark`);
      await release.promise;
    });
    await eventually(async () => (await locksOnMark()) === 1);
    const waited = await database
      .transaction((tx) => tx.query(`INSERT INTO mark VALUES ('late')`))
      .catch((thrown: unknown) => thrown);
    expect(isStorageAway(waited)).toBe(true);
    release.resolve();
    await holding;
    await eventually(async () => (await locksOnMark()) === 0);
    await Promise.all(Array.from({ length: 10 }, () => database.query('SELECT 1')));
  });
});

describe('statements that wait for a lock longer than their client waits for them', () => {
  it('end in the server too, and do not fail later ones', async () => {
    const small = await openDatabase({
      app: 'po-sync',
      databaseUrl: testDb.url,
      statementTimeoutMs: 300,
      poolSize: 3,
    });
    const release = Promise.withResolvers<void>();
    const holding = database.transaction(async (tx) => {
      await tx.query(`LOCK TABLE mark`);
      await release.promise;
    });
    await eventually(async () => (await locksOnMark()) === 1);
    const late = Array.from({ length: 9 }, (_, index) =>
      failureOf(
        index % 2 === 0
          ? small.query(`INSERT INTO mark VALUES ('${index}')`)
          : small.transaction((tx) => tx.query(`INSERT INTO mark VALUES ('${index}')`)),
      ),
    );
    const later = Array.from({ length: 30 }, () => failureOf(small.query('SELECT 1')));
    expect(await Promise.all(later)).toEqual(Array.from({ length: 30 }, () => undefined));
    for (const failure of await Promise.all(late)) expect(isStorageAway(failure)).toBe(true);
    await eventually(async () => (await waitingForMark()) === 0);
    release.resolve();
    await holding;
    expect(await small.query(`SELECT name FROM mark WHERE name < 'a'`)).toEqual([]);
    await small.close();
  });
});

describe('what went wrong', () => {
  it('is storage away when the connection is refused or ended, and not when the work is at fault', async () => {
    const nobody = await failureOf(openDatabase({ app: 'po-sync', databaseUrl: 'postgres://a:b@127.0.0.1:1/x' }));
    expect(isStorageAway(nobody)).toBe(true);
    const ended = await failureOf(
      database.transaction((tx) => tx.query('SELECT pg_terminate_backend(pg_backend_pid())')),
    );
    expect(isStorageAway(ended)).toBe(true);
    const atFault = await failureOf(database.query('SELECT nothing FROM nowhere'));
    expect(isStorageAway(atFault)).toBe(false);
    const twice = await failureOf(database.query(`INSERT INTO mark VALUES ('kept')`));
    expect(isStorageAway(twice)).toBe(false);
  });

  it('is storage away when the peer falls silent', async () => {
    const proxy = await tcpProxy(new URL(testDb.url).host);
    const url = new URL(testDb.url);
    url.host = proxy.address;
    const remote = await openDatabase({ app: 'po-sync', databaseUrl: url.toString(), statementTimeoutMs: 500 });
    proxy.stall();
    expect(isStorageAway(await failureOf(remote.transaction((tx) => tx.query('SELECT 1'))))).toBe(true);
    expect(isStorageAway(await failureOf(remote.query('SELECT 1')))).toBe(true);
    proxy.resume();
    expect(await remote.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await remote.close();
    await proxy.close();
  });

  it('is contention when two transactions wait for each other', async () => {
    const patient = await openDatabase({ app: 'po-sync', databaseUrl: testDb.url });
    await patient.query(`INSERT INTO mark VALUES ('x'), ('y')`);
    const bothHold = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
    const cross = (first: string, second: string, mine: 0 | 1) =>
      patient.transaction(async (tx) => {
        await tx.query('SELECT 1 FROM mark WHERE name = $1 FOR UPDATE', [first]);
        bothHold[mine].resolve();
        await Promise.all(bothHold.map(({ promise }) => promise));
        await tx.query('SELECT 1 FROM mark WHERE name = $1 FOR UPDATE', [second]);
      });
    const failures = await Promise.all([failureOf(cross('x', 'y', 0)), failureOf(cross('y', 'x', 1))]);
    expect(failures.filter(isContention)).toHaveLength(1);
    await patient.close();
  });
});

describe('migrate', () => {
  const steps = [defineMigration(1_790_000_500_000, 'a-step', 'CREATE TABLE a_step (id int)')];

  it('runs what is missing once, also when many start it at the same time', async () => {
    const all = await Promise.all(
      Array.from({ length: 4 }, () =>
        migrate({ app: 'ingress', databaseUrl: testDb.url, migrations: [...runtimeMigrations, ...steps] }),
      ),
    );
    expect(all.flat().toSorted()).toEqual(['a-step-1790000500000', 'runtime-tables-1790000000000']);
  });

  it('shows what a database lacks, and minds no step of a newer release', async () => {
    expect(await schemaLevel(database, [...runtimeMigrations, ...steps])).toEqual({
      missing: ['a-step-1790000500000'],
    });
    expect(await schemaLevel(database, [])).toEqual({ missing: [] });
    const empty = await openDatabase({ app: 'supplier-sync', databaseUrl: testDb.url });
    expect((await schemaLevel(empty, steps)).missing).toEqual(['a-step-1790000500000']);
    await empty.close();
  });

  it('undoes a step that fails and leaves those before it', async () => {
    const broken = defineMigration(
      1_790_000_600_000,
      'broken',
      'CREATE TABLE half (id int); SELECT nothing FROM nowhere;',
    );
    await expect(
      migrate({ app: 'ingress', databaseUrl: testDb.url, migrations: [...runtimeMigrations, ...steps, broken] }),
    ).rejects.toThrow('nowhere');
    const [row] = await database.query<{ there: string | null }>(`SELECT to_regclass('ingress.half') AS there`);
    expect(row?.there).toBeNull();
  });
});

describe('the way to Postgres', () => {
  it('is by TLS where the address asks for it, and not in the clear where the server has none', async () => {
    const thrown = await failureOf(openDatabase({ app: 'po-sync', databaseUrl: `${testDb.url}?sslmode=require` }));
    expect(thrown).toMatchObject({ message: expect.stringMatching(/does not support SSL/) });
  });

  it('is not a pooler that refuses the settings of a session, as PgBouncer does', async () => {
    const pooler = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(refusalOf('unsupported startup parameter: options')));
    }).listen(0, '127.0.0.1');
    await once(pooler, 'listening');
    const { port } = pooler.address() as AddressInfo;
    const databaseUrl = `postgres://sluice:pass@127.0.0.1:${port}/sluice`;
    for (const work of [
      openDatabase({ app: 'po-sync', databaseUrl }),
      migrate({ app: 'po-sync', databaseUrl, migrations: runtimeMigrations }),
    ])
      expect(await failureOf(work)).toMatchObject({
        code: 'configuration-invalid',
        message: expect.stringContaining('PgBouncer'),
        fix: expect.stringContaining('Postgres itself'),
      });
    pooler.close();
  });

  it('is not a pooler that loses them without a word', async () => {
    const lost = { query: async () => [{ path: '"$user", public' }], destroy: async () => undefined };
    expect(await failureOf(refuseLostSettings(lost as never, 'po-sync'))).toMatchObject({
      code: 'configuration-invalid',
      message: expect.stringMatching(/search path of a session is "\$user", public/),
    });
  });
});

/** An error of the protocol: severity, SQLSTATE and message, each ended by a zero. */
function refusalOf(message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C08P01\0M${message}\0\0`);
  const length = Buffer.alloc(4);
  length.writeInt32BE(fields.length + 4);
  return Buffer.concat([Buffer.from('E'), length, fields]);
}
