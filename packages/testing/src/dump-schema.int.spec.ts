import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from './database-per-file.js';
import { dumpSchema } from './dump-schema.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});

afterAll(() => database?.drop());

const order = `CREATE TABLE "order" (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, state text NOT NULL DEFAULT 'new',
  amount numeric(15, 2) CHECK (amount >= 0), due_at timestamptz, UNIQUE (state, due_at))`;
const line =
  'CREATE TABLE line (order_id bigint REFERENCES "order" (id), number integer, PRIMARY KEY (order_id, number))';
const index = 'CREATE INDEX order_due ON "order" (due_at DESC) WHERE state = \'new\'';

describe('dumpSchema', () => {
  it('says columns, types, defaults, constraints and indexes, in names as the migrations use them', async () => {
    expect(await dumpOf(order, line, index)).toBe(`CREATE TABLE line (
  order_id bigint NOT NULL,
  number integer NOT NULL,
  CONSTRAINT line_pkey PRIMARY KEY (order_id, number),
  CONSTRAINT line_order_id_fkey FOREIGN KEY (order_id) REFERENCES "order"(id)
);

CREATE TABLE "order" (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  state text DEFAULT 'new'::text NOT NULL,
  amount numeric(15,2),
  due_at timestamp with time zone,
  CONSTRAINT order_pkey PRIMARY KEY (id),
  CONSTRAINT order_amount_check CHECK (amount >= 0::numeric),
  CONSTRAINT order_state_due_at_key UNIQUE (state, due_at)
);
CREATE INDEX order_due ON "order" USING btree (due_at DESC) WHERE state = 'new'::text;
`);
  });

  it.each([
    'ALTER TABLE "order" ALTER state DROP NOT NULL',
    'ALTER TABLE "order" ALTER state DROP DEFAULT',
    'ALTER TABLE "order" ALTER amount TYPE numeric(17, 2)',
    'ALTER TABLE "order" ALTER state TYPE text COLLATE "C"',
    'ALTER TABLE "order" ADD note text',
    'ALTER TABLE "order" DROP due_at',
    'ALTER TABLE "order" DROP CONSTRAINT order_amount_check',
    'ALTER TABLE "order" SET (fillfactor = 70)',
    'ALTER TABLE line DROP CONSTRAINT line_pkey',
    'DROP INDEX order_due',
    'DROP TABLE line',
  ])('is another text after %s', async (change) => {
    expect(await dumpOf(order, line, index, change)).not.toBe(await dumpOf(order, line, index));
  });

  it('is the same text in whatever order the tables were made', async () => {
    const item = 'CREATE TABLE item (id text PRIMARY KEY)';
    expect(await dumpOf(order, item, line)).toBe(await dumpOf(item, order, line));
  });

  it.each([
    ['the relation late of kind v', 'CREATE VIEW late AS SELECT 1 AS one'],
    ['the relation number of kind S', 'CREATE SEQUENCE number'],
    ['the type state', `CREATE TYPE state AS ENUM ('new', 'done')`],
    ['the function one', 'CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$'],
    [
      'the trigger same',
      'CREATE TRIGGER same BEFORE UPDATE ON "order" FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
    ],
    ['what old_order inherits', 'CREATE TABLE old_order () INHERITS ("order")'],
    ['the row security of order', 'ALTER TABLE "order" ENABLE ROW LEVEL SECURITY'],
  ])('refuses a schema with %s, which it has no words for', async (what, statement) => {
    await expect(dumpOf(order, statement)).rejects.toThrow(what);
  });
});

/** The dump of a schema made by these statements. */
async function dumpOf(...statements: readonly string[]): Promise<string> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(`DROP SCHEMA IF EXISTS po_sync CASCADE; CREATE SCHEMA po_sync`);
    await client.query(`SET search_path TO po_sync; ${statements.join(';')}`);
  } finally {
    await client.end();
  }
  return dumpSchema(database.url, 'po-sync');
}
