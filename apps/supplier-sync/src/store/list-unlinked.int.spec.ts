import { syncMigrations } from '@sluice/reconciler/migrations';
import { openDatabase, type Database } from '@sluice/runtime/postgres/database';
import { testDatabase, type TestDatabase } from '@sluice/testing/database-per-file';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { listUnlinked, type UnlinkedPage } from './list-unlinked.js';

let testDb: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDb = await testDatabase({ app: 'supplier-sync', migrations: syncMigrations });
  database = await openDatabase({ app: 'supplier-sync', databaseUrl: testDb.url });
});
beforeEach(() => database.query('TRUNCATE document, destination, fact, replica CASCADE'));
afterAll(async () => {
  await database?.close();
  await testDb?.drop();
});

const ofCoupa = (id: string, over: object = {}) =>
  database.query(`INSERT INTO document (type, id, desired) VALUES ('supplier', $1, $2)`, [
    id,
    JSON.stringify({ id, name: `Supplier ${id}`, status: 'active', ...over }),
  ]);

async function ofM3(id: string, name: string): Promise<void> {
  const [company = '', number = ''] = id.split('/');
  await database.query(`INSERT INTO document (type, id) VALUES ('m3-supplier', $1)`, [id]);
  const facts = {
    'find-by-number': [[{ id: 41, name: 'Elsewhere' }]],
    [`read-whole-supplier/${number}`]: [
      [{ SUNO: number, SUNM: name, STAT: '20', VRNO: '', TINO: 'T1', CSCD: 'BE' }],
      [{ ADTE: '01', SUNM: 'Elsewhere', TOWN: 'Ghent ', PONO: '9000', CSCD: 'BE' }],
      [],
    ],
  };
  for (const [step, records] of Object.entries(facts))
    await database.query(
      `INSERT INTO fact (type, id, destination, step, records, read_at, command_id, just_read)
       VALUES ('m3-supplier', $1, $2, $3, $4, now(), gen_random_uuid(), false)`,
      [id, `m3/${company}`, step, JSON.stringify(records)],
    );
}

const link = (id: string, supplierId: string, more: object = {}) =>
  database.query(`INSERT INTO replica (topic, key, sequence, value) VALUES ('xref.m3-supplier.v1', $1, 1, $2)`, [
    id,
    JSON.stringify({ company: id.split('/')[0], number: id.split('/')[1], supplierId, ...more }),
  ]);

const decided = (type: string, id: string, status: string, code: string) =>
  database.query(`INSERT INTO destination (type, id, name, status, reason) VALUES ($1, $2, 'm3/100', $3, $4)`, [
    type,
    id,
    status,
    JSON.stringify({ code, message: '' }),
  ]);

async function all(): Promise<Pick<UnlinkedPage, 'coupa' | 'm3'>> {
  const coupa = [];
  const m3 = [];
  for (let after: string | undefined = 'supplier/'; after !== undefined;) {
    const page: UnlinkedPage = await listUnlinked(database, after);
    coupa.push(...page.coupa);
    m3.push(...page.m3);
    after = page.next;
  }
  return { coupa, m3 };
}

it('what a person compares two suppliers by is told of both systems', async () => {
  await ofCoupa('17', {
    number: 'N1',
    'account-number': 'A1',
    'primary-address': { city: 'Ghent', 'postal-code': '9000', country: { code: 'BE' }, 'vat-number': 'BE1' },
  });
  await ofM3('100/Y1', 'Acme');
  expect(await all()).toEqual({
    coupa: [
      {
        id: '17',
        name: 'Supplier 17',
        number: 'N1',
        accountNumber: 'A1',
        taxId: 'BE1',
        town: 'Ghent',
        postalCode: '9000',
        country: 'BE',
      },
    ],
    m3: [{ company: '100', number: 'Y1', name: 'Acme', taxId: 'T1', town: 'Ghent', postalCode: '9000', country: 'BE' }],
  });
});

it('who is linked is in none of the lists, and is again once the link is taken back', async () => {
  await ofCoupa('17');
  await ofM3('100/Y1', 'Acme');
  await link('100/Y1', '17');
  expect(await all()).toEqual({ coupa: [], m3: [] });
  await database.query('TRUNCATE replica');
  await link('100/Y1', '17', { removed: true });
  expect(await all()).toMatchObject({ coupa: [{ id: '17' }], m3: [{ number: 'Y1' }] });
});

it('who needs no link is left out: not in use, excluded by rule, or gone', async () => {
  await ofCoupa('17');
  await decided('supplier', '17', 'Ignored', 'excluded-by-rule');
  await ofCoupa('18');
  await decided('supplier', '18', 'Needs attention', 'supplier-unlinked');
  await ofM3('100/Y1', 'Acme');
  await decided('m3-supplier', '100/Y1', 'Ignored', 'status-not-relevant');
  await ofM3('100/Y2', 'Acme');
  await decided('m3-supplier', '100/Y2', 'Ignored', 'supplier-unlinked');
  expect(await all()).toMatchObject({ coupa: [{ id: '18' }], m3: [{ number: 'Y2' }] });
});

it('S28: many are told page by page, each once', async () => {
  await database.query(
    `INSERT INTO document (type, id, desired) SELECT 'supplier', id::text, jsonb_build_object('id', id::text, 'name', 'S' || id, 'status', 'active')
     FROM generate_series(1, 4500) AS id`,
  );
  const { coupa } = await all();
  expect(new Set(coupa.map(({ id }) => id)).size).toBe(4_500);
  expect(coupa).toHaveLength(4_500);
});
