import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '@sluice/testing/database-per-file';
import { fromHeaders } from '@sluice/shared/envelope';
import { Redaction } from '@sluice/shared/redaction';
import { runtimeMigrations } from '../migrations.js';
import { openDatabase, type Database } from '../postgres/database.js';
import { traceIdOf } from '../tracing/traceparent.js';

let testDb: TestDatabase;
let database: Database;

const document = { type: 'supplier' as const, id: '17' };
const notice = { document, reason: 'webhook' as const, noticedAt: '2026-01-05T08:00:00.000Z' };
const unit = (name: string) => ({
  table: 'unit' as const,
  key: 'EA',
  value: { unit: name, decimals: '0' },
  updatedAt: new Date().toISOString(),
  updatedBy: 'somebody',
});
interface Row {
  topic: string;
  key: string;
  value: Record<string, unknown>;
  headers: Record<string, string>;
}
const rows = () => database.query<Row>('SELECT topic, key, value, headers FROM outbox ORDER BY id');

const publish = (value: ReturnType<typeof unit>, compare?: unknown) =>
  database.transaction((tx) =>
    database.outbox.publishState(tx, {
      topic: 'mapping.v1',
      key: 'unit/EA',
      value,
      ...(compare !== undefined && { compare }),
    }),
  );
const sequences = async () => (await rows()).map(({ headers }) => Number(headers['ce_sequence']));

beforeAll(async () => {
  testDb = await testDatabase({ app: 'console', migrations: runtimeMigrations });
  database = await openDatabase({ app: 'console', databaseUrl: testDb.url });
});
beforeEach(async () => {
  await database.query('TRUNCATE outbox, published');
});
afterAll(async () => {
  await database?.close();
  await testDb?.drop();
});

describe('put', () => {
  it('writes a CloudEvent with a trace of its own where nothing caused it', async () => {
    await database.transaction((tx) =>
      database.outbox.put(tx, { topic: 'coupa.notice.v1', key: 'supplier/17', value: notice }),
    );
    const [row] = await rows();
    expect(row).toMatchObject({ topic: 'coupa.notice.v1', key: 'supplier/17', value: notice });
    const envelope = fromHeaders(row?.headers ?? {}).data;
    expect(envelope).toMatchObject({ source: '/sluice/console', type: 'coupa.notice.v1', subject: 'supplier/17' });
    expect(envelope?.sequence).toBeUndefined();
    expect(traceIdOf(envelope?.traceparent)).toMatch(/^[0-9a-f]{32}$/);
  });

  it('hands on the span that caused it, so that who receives it is its child', async () => {
    const cause = {
      id: '01890a5d-ac96-774b-bcce-b302099a8057',
      source: '/sluice/ingress',
      type: 'coupa.notice.v1',
      time: '2026-01-05T08:00:00.000Z',
      traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`,
    };
    await database.transaction((tx) =>
      database.outbox.put(tx, { topic: 'coupa.notice.v1', key: 'supplier/17', value: notice, cause }),
    );
    expect((await rows())[0]?.headers['traceparent']).toBe(cause.traceparent);
  });

  it('lets a reader who cannot parse a command know which one it was', async () => {
    const withdrawal = {
      commandId: '01890a5d-ac96-774b-bcce-b302099a8057',
      document,
      destination: 'm3/100',
      withdraw: true as const,
    };
    await database.transaction((tx) =>
      database.outbox.put(tx, { topic: 'm3.command.supplier.v1', key: 'supplier/17', value: withdrawal }),
    );
    expect((await rows())[0]?.headers).toMatchObject({ ce_commandid: withdrawal.commandId, ce_destination: 'm3/100' });
  });

  it('is undone with the transaction', async () => {
    await expect(
      database.transaction(async (tx) => {
        await database.outbox.put(tx, { topic: 'coupa.notice.v1', key: 'supplier/17', value: notice });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await rows()).toEqual([]);
  });

  it('refuses what the schema does not allow, what is too large, and a sequence where there is none', async () => {
    const put = (message: object) =>
      database.transaction((tx) =>
        database.outbox.put(tx, { topic: 'coupa.notice.v1', key: 'k', value: notice, ...message }),
      );
    await expect(put({ value: { ...notice, reason: 'whim' } })).rejects.toMatchObject({ code: 'body-invalid' });
    await expect(put({ value: { ...notice, eventId: 'x'.repeat(1_000_000) } })).rejects.toMatchObject({
      code: 'message-too-large',
    });
    await expect(put({ sequence: 1 })).rejects.toMatchObject({ code: 'body-invalid' });
    await expect(put({ topic: 'mapping.v1', value: unit('EA') })).rejects.toMatchObject({ code: 'body-invalid' });
    expect(await rows()).toEqual([]);
  });

  it('writes many at once in their order, or none of them', async () => {
    const many = Array.from({ length: 300 }, (_, index) => {
      const id = String(index + 1);
      return {
        topic: 'coupa.notice.v1' as const,
        key: `supplier/${id}`,
        value: { ...notice, document: { ...document, id }, eventId: `"${id}", {é} \\ \u0000` },
      };
    });
    await database.transaction((tx) => database.outbox.putAll(tx, many));
    const written = await database.query<{ key: string; value: string }>(
      'SELECT key, value::text AS value FROM outbox ORDER BY id',
    );
    expect(written.map(({ key, value }) => ({ key, value: JSON.parse(value) as unknown }))).toEqual(
      many.map(({ key, value }) => ({ key, value })),
    );

    await database.query('TRUNCATE outbox');
    const [first] = many;
    const bad = { topic: 'coupa.notice.v1' as const, key: 'k', value: { ...notice, reason: 'whim' as 'webhook' } };
    const spoilt = database.transaction((tx) => database.outbox.putAll(tx, [...(first ? [first] : []), bad]));
    await expect(spoilt).rejects.toMatchObject({ code: 'body-invalid' });
    expect(await rows()).toEqual([]);
  });

  it('keeps a text with a null character, which Postgres stores in no other form', async () => {
    await database.transaction((tx) =>
      database.outbox.put(tx, { topic: 'coupa.notice.v1', key: 'k', value: { ...notice, eventId: 'a\u0000b' } }),
    );
    const [row] = await database.query<{ text: string }>('SELECT value::text AS text FROM outbox');
    expect(JSON.parse(row?.text ?? '')).toMatchObject({ eventId: 'a\u0000b' });
  });
});

describe('publishState', () => {
  it('sends content once, however often it is published', async () => {
    const value = unit('EA');
    expect(await publish(value)).toBe('published');
    expect(await publish(value)).toBe('unchanged');
    expect(await publish({ ...unit('EA'), updatedAt: value.updatedAt })).toBe('unchanged');
    expect(await publish(unit('PCE'))).toBe('published');
    expect(await rows()).toHaveLength(2);
  });

  it('says how urgent it is where it is not live, and that alone is no reason to send it again', async () => {
    const value = unit('EA');
    const firstLoad = () =>
      database.transaction((tx) =>
        database.outbox.publishState(tx, { topic: 'mapping.v1', key: 'unit/EA', value, priority: 'first-load' }),
      );
    expect(await firstLoad()).toBe('published');
    expect(await firstLoad()).toBe('unchanged');
    expect(await publish(value)).toBe('unchanged');
    await publish(unit('PCE'));
    const [first, second] = await rows();
    expect(fromHeaders(first?.headers ?? {}).data?.priority).toBe('first-load');
    expect(second?.headers).not.toHaveProperty('ce_slpriority');
  });

  it('compares what the caller asks to compare', async () => {
    expect(await publish(unit('EA'), { unit: 'EA' })).toBe('published');
    expect(await publish(unit('EA'), { unit: 'EA' })).toBe('unchanged');
  });

  it('sends unchanged content again where that is asked for, as newer than what may have been lost', async () => {
    const value = unit('EA');
    await publish(value);
    const again = await database.transaction((tx) =>
      database.outbox.publishState(tx, {
        topic: 'mapping.v1',
        key: 'unit/EA',
        value,
        evenIfUnchanged: true,
      }),
    );
    expect(again).toBe('published');
    const [first = 0, second = 0] = await sequences();
    expect(second).toBeGreaterThan(first);
    expect(await publish(value)).toBe('unchanged');
  });

  it('stamps ever higher sequences, also when the clock of the database stands or goes back', async () => {
    await publish(unit('A'));
    const ahead = Date.now() + 3_600_000;
    await database.query('UPDATE published SET sequence = $1', [ahead]);
    await publish(unit('B'));
    await publish(unit('C'));
    const [first = 0, ...later] = await sequences();
    expect(first).toBeGreaterThan(Date.now() - 60_000);
    expect(later).toEqual([ahead + 1, ahead + 2]);
  });

  it('gives each of many writers at once a sequence of its own, in the order of the outbox', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => publish(unit(`U${index}`))));
    const stamped = await sequences();
    expect(new Set(stamped).size).toBe(20);
    expect(stamped).toEqual(stamped.toSorted((left, right) => left - right));
  });
});

describe('audit', () => {
  it('is a line under the document, with the app and the time', async () => {
    await database.transaction((tx) =>
      database.outbox.audit(tx, { document, action: 'decided', summary: 'Nothing to do.' }),
    );
    expect(await rows()).toMatchObject([
      { topic: 'audit.v1', key: 'supplier/17', value: { app: 'console', action: 'decided', at: expect.any(String) } },
    ]);
  });
});

/** Whoever may read a topic or a table of an app sees its history: what is secret must not get that far. */
describe('a line of history', () => {
  it('is redacted before it is in a table', async () => {
    const redacting = await openDatabase({
      app: 'console',
      databaseUrl: testDb.url,
      redaction: new Redaction(['hush-hush']),
    });
    await redacting.transaction((tx) =>
      redacting.outbox.audit(tx, {
        document,
        action: 'request-sent',
        summary: 'Sent hush-hush with password=abcd',
        by: 'hush-hush',
        details: {
          headers: { authorization: 'Basic abcdefgh' },
          record: { SUNO: 'S1', IBAN: 'BE68539007547034' },
          account: { sealed: 'abc=', keyId: 'k', of: 'supplier/17#iban', fingerprint: 'f', lastFour: '7034' },
        },
      }),
    );
    await redacting.close();
    expect((await rows())[0]?.value).toMatchObject({
      document,
      app: 'console',
      summary: 'Sent [redacted] with password=[redacted]',
      by: '[redacted]',
      details: {
        headers: { authorization: '[redacted]' },
        record: { SUNO: 'S1', IBAN: '[redacted]' },
        account: '••••7034',
      },
    });
  });
});
