import { eventually } from '@sluice/testing/eventually';
import { collect, sendRaw } from '@sluice/testing/kafka';
import { openDatabase } from '@sluice/runtime/postgres/database';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { ConsoleUnderTest, lineOf } from '../tests/console-under-test.js';
import { removeOldHistory } from './store/remove-old-history.js';

const sut = new ConsoleUnderTest();

describe('the history of everything', () => {
  it('lists and counts dead letters of no document', async () => {
    await sendRaw(sut.prefix, 'status.v1', { key: 'no-document', value: '{"broken', headers: {} });
    const { body } = await eventually(async () => {
      const answer = await sut.get('/api/audit?action=dead-lettered&app=console');
      return answer.body.total > 0 ? answer : undefined;
    });
    expect(body).toMatchObject({
      total: 1,
      entries: [{ app: 'console', action: 'dead-lettered', details: { topic: 'status.v1', key: 'no-document' } }],
    });
  });
});

const verify = (query = '') => sut.get(`/api/audit/verify${query}`);
const tamper = async (sql: string) => {
  const client = new Client({ connectionString: sut.databaseUrl, options: '-c search_path=console' });
  await client.connect();
  await client.query(sql);
  await client.end();
};
const changed = (column: string, where: string) => `UPDATE audit SET ${column} WHERE action = '${where}'`;

/** What happened must be provable years later, to people who trust nobody with access to the database. */
describe('the chain of the history', () => {
  it('holds every line soon after it came, and is intact', async () => {
    for (const action of ['chain-one', 'chain-two', 'chain-three'])
      await sut.say('5001', lineOf('5001', '2020-03-09T17:12:06.000Z', action));
    await sut.sayReceived('5001');
    await sut.shown('5001', ({ timeline }) => timeline.length === 4);
    const body = await eventually(async () => {
      const answer = await verify();
      return answer.body.unchained === 0 && answer.body.checked >= 4 ? answer.body : undefined;
    });
    expect(body).toMatchObject({ intact: true, checked: body.head.position, erased: 0 });
  });

  it.each([
    [
      'the words of a line',
      changed(`summary = 'Nothing'`, 'chain-two'),
      changed(`summary = 'It was chain-two'`, 'chain-two'),
    ],
    [
      'the time of a line',
      changed(`at = at + interval '1 s'`, 'chain-one'),
      changed(`at = at - interval '1 s'`, 'chain-one'),
    ],
    [
      'a line with a hash made to fit',
      changed(`payload_hash = repeat('0', 64), erased_at = now()`, 'chain-one'),
      undefined,
    ],
  ])('breaks at %s that is changed', async (_name, change, back) => {
    await tamper('CREATE TABLE IF NOT EXISTS audit_before AS TABLE audit');
    await tamper(change);
    expect((await verify()).body).toMatchObject({ intact: false, broken: { id: expect.any(String) } });
    await tamper(
      back ??
        `UPDATE audit SET payload_hash = b.payload_hash, erased_at = NULL FROM audit_before b WHERE b.id = audit.id`,
    );
    expect((await verify()).body).toMatchObject({ intact: true });
  });

  it('breaks where a line is taken away', async () => {
    await tamper(`DELETE FROM audit WHERE action = 'chain-three'`);
    expect((await verify()).body).toMatchObject({
      intact: false,
      broken: { problem: 'The line of this place is not there any more.' },
    });
    await tamper(`INSERT INTO audit OVERRIDING SYSTEM VALUE SELECT * FROM audit_before WHERE action = 'chain-three'`);
    expect((await verify()).body.intact).toBe(true);
  });

  it('holds when what a line says was erased by policy', async () => {
    await tamper(`UPDATE audit SET summary = '', details = NULL, erased_at = now() WHERE action = 'chain-one'`);
    expect((await verify()).body).toMatchObject({ intact: true, erased: 1 });
  });

  it('is compared with a head that was noted earlier', async () => {
    const { head } = (await verify()).body;
    expect((await verify(`?position=${head.position}&hash=${head.hash}`)).body.intact).toBe(true);
    expect((await verify(`?position=${head.position}&hash=${'0'.repeat(64)}`)).body.broken.problem).toMatch(/noted/);
    expect((await verify(`?position=${head.position + 99}&hash=${head.hash}`)).body.broken.problem).toMatch(/noted/);
    expect((await verify('?position=7')).status).toBe(400);
  });
});

const shorten = async (keepDays: number): Promise<number> => {
  const database = await openDatabase({ app: 'console', databaseUrl: sut.databaseUrl });
  try {
    return await removeOldHistory(database, keepDays);
  } finally {
    await database.close();
  }
};
const chained = () =>
  eventually(async () => {
    const { body } = await verify();
    return body.unchained === 0 ? body : undefined;
  });

/** Otherwise the history grows for as long as the installation lives, or whoever shortens it breaks the proof. */
describe('history that is older than the setting says', () => {
  it('is removed from the beginning of the chain, which is intact all the same, and a line says so', async () => {
    await sut.say('5004', lineOf('5004', '2020-03-09T17:12:06.000Z', 'long-ago'));
    await eventually(async () => (await sut.get('/api/audit?action=long-ago')).body.total === 1);
    const before = await chained();
    await sut.say('5004', lineOf('5004', new Date(Date.now() + 3_600_000).toISOString(), 'in an hour'));
    await eventually(async () => (await sut.get('/api/audit?action=in%20an%20hour')).body.total === 1);
    await chained();
    const removed = await shorten(0);
    expect(removed).toBeGreaterThan(0);
    expect((await sut.get('/api/audit?action=in%20an%20hour')).body.total).toBe(1);
    const after = await chained();
    expect(after).toMatchObject({ intact: true, removed, checked: after.head.position - removed });
    const [told] = (await sut.get('/api/audit?action=history-removed')).body.entries;
    expect(told).toMatchObject({ app: 'console', details: { removed, position: removed, keepDays: 0 } });
    // A head noted before still proves what is left, unless the removed lines were all that it was about.
    const { status, body } = await verify(`?position=${before.head.position}&hash=${before.head.hash}`);
    expect(before.head.position < removed ? status : body.intact).toBe(before.head.position < removed ? 400 : true);
    expect((await verify(`?position=${removed}&hash=${'0'.repeat(64)}`)).body.broken.problem).toMatch(/noted/);
    expect(await shorten(0)).toBe(0);
  });

  it('is not taken for removed by retention where somebody cuts the beginning off by hand', async () => {
    await tamper(
      'CREATE TABLE audit_head_before AS TABLE audit_head; CREATE TABLE audit_first AS SELECT * FROM audit WHERE position = (SELECT min(position) FROM audit)',
    );
    await tamper(`UPDATE audit_head SET base_position = f.position, base_hash = f.chain_hash FROM audit_first f;
      DELETE FROM audit USING audit_first f WHERE audit.id = f.id`);
    expect((await verify()).body.broken.problem).toMatch(/no line says that retention removed them/);
    await tamper(`INSERT INTO audit OVERRIDING SYSTEM VALUE SELECT * FROM audit_first;
      UPDATE audit_head SET base_position = b.base_position, base_hash = b.base_hash FROM audit_head_before b`);
    expect((await verify()).body.intact).toBe(true);
  });
});

it('what fits a filter is counted for the first page only, and never beyond ten thousand', async () => {
  const first = (await sut.get('/api/audit?limit=1')).body;
  expect(first).toMatchObject({ total: expect.any(Number), nextCursor: expect.any(String) });
  expect((await sut.get(`/api/audit?limit=1&cursor=${first.nextCursor}`)).body).not.toHaveProperty('total');
  await tamper(`INSERT INTO audit (id, app, action, summary, at)
    SELECT gen_random_uuid(), 'test', 'many', '', now() FROM generate_series(1, 10001)`);
  expect((await sut.get('/api/audit?action=many&limit=1')).body.total).toBe(10_000);
  await tamper(`DELETE FROM audit WHERE action = 'many' AND position IS NULL`);
});

describe('a line of history', () => {
  it('has lost its secrets before it comes here: it left them in the outbox of the app that wrote it', async () => {
    await sut.sayReceived('5002');
    await sut.shown('5002', () => true);
    const arriving = await collect(sut.prefix, 'audit.v1');
    const because = 'sent to the-vault-value';
    await sut.call('POST', '/api/records/purchase-order/5002/ignore', { because });
    const kept = 'asked to leave it as it is: sent to [redacted]';
    const { value } = await arriving.waitFor(({ value: line }) => line.action === 'operator-ignore');
    await arriving.stop();
    expect(value.summary).toBe(`api ${kept}`);
    const { timeline } = await sut.shown('5002', (record) => record.timeline.length === 2);
    expect(timeline[1].summary).toBe(`api ${kept}`);
  });

  it.each([
    ['an account number', () => 'pay to BE68-5390-0754-7034'],
    ['a token', () => `sent with Bearer ${sut.token}`],
  ])('is not written at all where a person types %s into it', async (_what, because) => {
    await sut.sayReceived('5004');
    await sut.shown('5004', () => true);
    const answer = await sut.call('POST', '/api/records/purchase-order/5004/ignore', { because: because() });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).not.toContain(because());
  });

  it('is kept with other characters where Postgres cannot store its own', async () => {
    await sut.sayReceived('5003');
    await sut.say('5003', {
      ...lineOf('5003', '2020-03-09T17:12:07.000Z', 'request-sent'),
      summary: 'odd\ud800 words',
      details: { note: 'odd\u0000 text' },
    });
    const { timeline } = await sut.shown('5003', (record) => record.timeline.length === 2);
    expect(timeline[1]).toMatchObject({ summary: 'odd\uFFFD words', details: { note: 'odd\uFFFD text' } });
  });
});
