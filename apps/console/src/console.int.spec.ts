import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '@sluice/runtime/ids';
import type { RunningApp } from '@sluice/runtime/start-app';
import type { ValueOf } from '@sluice/runtime/outbox/outbox';
import { topicNames } from '@sluice/shared/topics';
import { testDatabase, type TestDatabase } from '@sluice/testing/database-per-file';
import { eventually } from '@sluice/testing/eventually';
import { collect, createTopics, deletePrefix, send, sendRaw, testPrefix, type Collection } from '@sluice/testing/kafka';
import { testEnvironment } from '@sluice/testing/test-environment';
import { config } from './config.js';
import { migrations } from './migrations.js';
import { start } from './start.js';

const prefix = testPrefix();
let database: TestDatabase;
let app: RunningApp;
let mappings: Collection<'mapping.v1'>;
let operator: Collection<'operator.v1'>;
let token: string;

beforeAll(async () => {
  database = await testDatabase({ app: 'console', migrations });
  const used = ['status.v1', 'audit.v1', 'dead-letter.v1', 'mapping.v1', 'control.v1', 'operator.v1'];
  await createTopics(
    prefix,
    topicNames.filter((name) => used.includes(name)),
  );
  const settings = config.parse(
    testEnvironment({ prefix, databaseUrl: database.url, AUDIT_REDACT_VALUES: 'the-vault-value' }),
  );
  token = settings.apiToken;
  app = await start(settings);
  mappings = await collect(prefix, 'mapping.v1');
  operator = await collect(prefix, 'operator.v1');
});

afterAll(async () => {
  await app?.stop();
  await mappings?.stop();
  await operator?.stop();
  await database?.drop();
  await deletePrefix(prefix);
});

async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: any }> {
  const answer = await fetch(`${app.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const said = await answer.json();
  expectDescribed(method, path, answer.status, said);
  return { status: answer.status, body: said };
}

/** What programs that are made from openapi.json rely on: every answer of every test here is as described there. */
const api = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8'));
const ajv = new Ajv2020({ strict: false, validateFormats: false });

function expectDescribed(method: string, path: string, status: number, body: unknown): void {
  const plain = path.replace(/\?.*/, '').replace(/^(\/api\/records)\/[^/]+\/[^/]+/, '$1/{type}/{id}');
  const described = api.paths[plain]?.[method.toLowerCase()]?.responses;
  const { content } = described?.[String(status)] ?? api.components.responses.Failed;
  const isValid = ajv.validate(content['application/json'].schema, body);
  expect({ answer: `${method} ${plain} ${status}`, problems: isValid ? [] : ajv.errors }).toEqual({
    answer: `${method} ${plain} ${status}`,
    problems: [],
  });
}

const get = (path: string) => call('GET', path);
const shown = (id: string, check: (record: any) => boolean) =>
  eventually(async () => {
    const { status, body } = await get(`/api/records/purchase-order/${id}`);
    return status === 200 && check(body) ? body : undefined;
  });

const document = (id: string) => ({ type: 'purchase-order' as const, id });
const sayReceived = (id: string, at = '2020-03-09T17:12:04.118Z') =>
  send(prefix, 'audit.v1', `purchase-order/${id}`, {
    document: document(id),
    app: 'ingress',
    action: 'event-received',
    summary: 'Coupa announced purchase_order.issued',
    direction: 'in',
    details: { eventId: `evt-${id}` },
    at,
  });
const sayStatus = (id: string, value: Partial<ValueOf<'status.v1'>>, sequence?: number) =>
  send(
    prefix,
    'status.v1',
    `purchase-order/${id}`,
    {
      document: document(id),
      title: `PO ${id} · Acme Bearings`,
      status: 'In progress',
      legs: [],
      at: '2020-03-09T17:12:13.200Z',
      ...value,
    },
    sequence === undefined ? {} : { sequence },
  );

const line = (id: string, at: string, action: string) => ({
  document: document(id),
  app: 'po-sync',
  action,
  summary: `It was ${action}`,
  at,
});
const ids = (body: { records: { id: string }[] }) => body.records.map(({ id }) => id);
const put = (rows: unknown[], more: object = {}) => call('PUT', '/api/mappings', { rows, ...more });
const published = (key: string) => mappings.messages.filter((message) => message.key === key);
const list = async () => (await get('/api/mappings?table=unit')).body.rows;

const sequenceOf = (headers: Readonly<Record<string, string>>) => Number(headers['ce_sequence']);

const missing = {
  code: 'mapping-missing' as const,
  message: 'No row for unit BOX, used by line 1',
  fix: 'Add the row unit,BOX',
};

const sayWaiting = (id: string, ...keys: string[]) =>
  sayStatus(id, { status: 'Waiting', reason: missing, waitingFor: keys.map((key) => `mapping.v1/${key}`) });
const seals = (item: string, validFrom: string) => ({ table: 'commodity', key: 'Seals', value: { item }, validFrom });

describe('a record', () => {
  it('is there as Received from the moment that ingress took the event in', async () => {
    await sayReceived('1001');
    expect(await shown('1001', () => true)).toMatchObject({
      type: 'purchase-order',
      id: '1001',
      title: 'Purchase order 1001 (Coupa’s id)',
      status: 'Received',
      legs: [],
      updatedAt: '2020-03-09T17:12:04.118Z',
    });
  });

  it('shows the newest status of its sync, with reason, fix and the page that tells more', async () => {
    const waiting = { status: 'Waiting' as const, reason: missing, waitingFor: ['mapping.v1/unit/BOX'] };
    await sayReceived('1002');
    await sayStatus('1002', { ...waiting, legs: [{ name: 'm3/100', ...waiting }] });
    const withDocs = { ...missing, docs: 'docs/errors/mapping-missing.md' };
    expect(await shown('1002', ({ status }) => status === 'Waiting')).toMatchObject({
      title: 'PO 1002 · Acme Bearings',
      reason: withDocs,
      waitingFor: ['mapping.v1/unit/BOX'],
      legs: [{ name: 'm3/100', status: 'Waiting', reason: withDocs, waitingFor: ['mapping.v1/unit/BOX'] }],
    });
    await sayStatus('1002', { status: 'Posted', m3: { company: '100', number: '5000021' } });
    const posted = await shown('1002', ({ status }) => status === 'Posted');
    expect(posted.m3).toEqual({ company: '100', number: '5000021' });
    expect(posted).not.toHaveProperty('reason');
    expect(posted).not.toHaveProperty('waitingFor');
  });

  it('is not turned back by a status that arrives late, nor by another event', async () => {
    await sayStatus('1003', { status: 'Posted' }, 2000);
    await sayStatus('1003', { status: 'Waiting' }, 1000);
    await sayReceived('1003');
    await sayStatus('1003', { status: 'Posted', title: 'PO 1003 · the end' }, 3000);
    const record = await shown('1003', ({ title, timeline }) => title.endsWith('the end') && timeline.length > 0);
    expect(record.status).toBe('Posted');
  });

  it('tells its history in order of time, each line once however often it came', async () => {
    const { envelope } = await sayReceived('1004', '2020-03-09T17:12:04.000Z');
    const key = 'purchase-order/1004';
    const decided = line('1004', '2020-03-09T17:12:06.000Z', 'decided');
    await send(prefix, 'audit.v1', key, line('1004', '2020-03-09T17:12:08.000Z', 'posted'));
    await send(prefix, 'audit.v1', key, decided, { id: envelope.id.replace(/^./, 'a') });
    await send(prefix, 'audit.v1', key, decided, { id: envelope.id.replace(/^./, 'a') });
    const { timeline } = await shown('1004', (record) => record.timeline.length >= 3);
    expect(timeline.map(({ action }: { action: string }) => action)).toEqual(['event-received', 'decided', 'posted']);
    expect(timeline[0]).toEqual({
      at: '2020-03-09T17:12:04.000Z',
      app: 'ingress',
      action: 'event-received',
      summary: 'Coupa announced purchase_order.issued',
      direction: 'in',
      details: { eventId: 'evt-1004' },
    });
  });

  it('warns of a message that was set aside, until the next status', async () => {
    await sayReceived('1005');
    await shown('1005', () => true);
    await send(prefix, 'dead-letter.v1', 'purchase-order/1005', {
      topic: 'coupa.purchase-order.v1',
      partition: 1,
      offset: '17',
      app: 'po-sync',
      reason: { code: 'unreadable', message: 'The value is not JSON' },
      tries: 1,
      value: null,
      headers: {},
      at: '2020-03-09T17:12:10.000Z',
    });
    const warned = await shown('1005', ({ warning }) => warning !== undefined);
    expect(warned).toMatchObject({
      status: 'Received',
      warning: { code: 'unreadable', docs: 'docs/errors/unreadable.md' },
    });
    expect(warned.timeline.at(-1).action).toBe('dead-lettered');
    await sayStatus('1005', { status: 'Posted' });
    expect(await shown('1005', ({ status }) => status === 'Posted')).not.toHaveProperty('warning');
  });

  it('that nobody has heard of is not found, with a word about ids', async () => {
    const { status, body } = await get('/api/records/purchase-order/404404');
    expect(status).toBe(404);
    expect(body.error).toMatchObject({
      code: 'not-found',
      fix: expect.stringContaining('Coupa'),
      docs: 'docs/errors/not-found.md',
    });
  });
});

describe('the list of records', () => {
  beforeAll(async () => {
    for (const [index, id] of ['2001', '2002', '2003', '2004', '2005'].entries())
      await sayStatus(id, {
        title: `PO ${id} · List 100%`,
        status: index === 2 ? 'Held' : 'Superseded',
        m3: { company: '100', number: `77${id}` },
        // Three of one moment, so that the order of ids decides.
        at: index < 3 ? '2020-04-01T00:00:00.000Z' : '2020-04-02T00:00:00.000Z',
      });
    await eventually(async () => (await get('/api/records?q=List')).body.records.length === 5);
  });

  it('begins with what changed last and goes on page by page', async () => {
    const seen: string[][] = [];
    let cursor = '';
    do {
      const { body } = await get(`/api/records?q=List&limit=2${cursor}`);
      seen.push(ids(body));
      cursor = body.nextCursor === undefined ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(seen).toEqual([['2004', '2005'], ['2001', '2002'], ['2003']]);
  });

  it.each([
    ['q=List&status=Held', ['2003']],
    ['q=772005', ['2005']],
    ['q=100%25&status=Held', ['2003']],
    ['q=PO%202001', ['2001']],
    ['type=supplier', []],
    ['q=1_1', []],
    ['q=List&since=2020-04-02T00:00:00Z', ['2004', '2005']],
    ['q=List&reason=mapping-missing', []],
    ['waitingFor=mapping.v1/unit/NOWHERE', []],
  ])('with %s is %j', async (query, expected) => {
    expect(ids((await get(`/api/records?${query}`)).body)).toEqual(expected);
  });

  it.each([
    ['status=Lost', /status: must be one of Received, In progress/],
    ['type=order', /type/],
    ['limit=0', /limit/],
    ['since=yesterday', /since: must be a moment in UTC/],
    ['cursor=abc', /cursor: is no cursor; take it from nextCursor/],
  ])('refuses %s and says what may stand there', async (query, message) => {
    const { status, body } = await get(`/api/records?${query}`);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'body-invalid', message: expect.stringMatching(message) });
  });
});

describe('the history of everything', () => {
  it('lists and counts dead letters of no document', async () => {
    await sendRaw(prefix, 'status.v1', { key: 'no-document', value: '{"broken', headers: {} });
    const { body } = await eventually(async () => {
      const answer = await get('/api/audit?action=dead-lettered&app=console');
      return answer.body.total > 0 ? answer : undefined;
    });
    expect(body).toMatchObject({
      total: 1,
      entries: [{ app: 'console', action: 'dead-lettered', details: { topic: 'status.v1', key: 'no-document' } }],
    });
  });
});

const verify = (query = '') => get(`/api/audit/verify${query}`);
const tamper = async (sql: string) => {
  const client = new Client({ connectionString: database.url, options: '-c search_path=console' });
  await client.connect();
  await client.query(sql);
  await client.end();
};
const changed = (column: string, where: string) => `UPDATE audit SET ${column} WHERE action = '${where}'`;

/** What happened must be provable years later, to people who trust nobody with access to the database. */
describe('the chain of the history', () => {
  it('holds every line soon after it came, and is intact', async () => {
    for (const action of ['chain-one', 'chain-two', 'chain-three'])
      await send(prefix, 'audit.v1', 'purchase-order/5001', line('5001', '2020-03-09T17:12:06.000Z', action));
    await sayReceived('5001');
    await shown('5001', ({ timeline }) => timeline.length === 4);
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

describe('the history keeps no secret', () => {
  it('whatever the app that wrote the line has thought of', async () => {
    await sayReceived('5002');
    await send(prefix, 'audit.v1', 'purchase-order/5002', {
      ...line('5002', '2020-03-09T17:12:07.000Z', 'request-sent'),
      summary: `Sent with Bearer ${token}`,
      details: { headers: { authorization: 'Basic abcdefgh' }, note: 'odd\u0000 text', of: 'the-vault-value' },
    });
    const { timeline } = await shown('5002', (record) => record.timeline.length === 2);
    expect(timeline[1]).toMatchObject({
      summary: 'Sent with Bearer [redacted]',
      details: { headers: { authorization: '[redacted]' }, note: 'odd\uFFFD text', of: '[redacted]' },
    });
  });
});

describe('the figures', () => {
  it('say how many documents there are of each status, how long the oldest waits, and what was set aside', async () => {
    await sayStatus('6001', { status: 'Waiting', reason: missing, waitingFor: ['xref.supplier.v1/7'] });
    await shown('6001', ({ status }) => status === 'Waiting');
    const figures = await (await fetch(`${app.url}/metrics`)).text();
    expect(figures).toMatch(/^sluice_records\{type="purchase-order",status="Waiting",app="console"\} [1-9]/m);
    expect(figures).toMatch(/^sluice_records\{type="invoice",status="Posted",app="console"\} 0$/m);
    expect(figures).toMatch(/^sluice_oldest_waiting_seconds\{type="purchase-order",app="console"\} [1-9]\d{7}/m);
    expect(figures).toMatch(/^sluice_dead_letters\{of="console",app="console"\} 1$/m);
  });
});

describe('a wish of a person', () => {
  it('to try again goes to the sync and into the history, with the name stated', async () => {
    await sayReceived('3001');
    await shown('3001', () => true);
    const { status, body } = await call('POST', '/api/records/purchase-order/3001/retry', undefined, {
      'x-sluice-user': 'mpeeters',
    });
    expect([status, body]).toEqual([202, { document: document('3001'), action: 'retry', by: 'mpeeters' }]);
    const sent = await operator.waitFor(({ key }) => key === 'purchase-order/3001');
    expect(sent.value).toMatchObject({ action: 'retry', document: document('3001'), by: 'mpeeters' });
    const record = await shown('3001', ({ timeline }) => timeline.length === 2);
    expect(record.timeline[1]).toMatchObject({
      app: 'console',
      action: 'operator-retry',
      summary: 'mpeeters asked to try again',
      by: 'mpeeters',
    });
  });

  it('to leave it as it is needs a reason', async () => {
    await sayReceived('3002');
    await shown('3002', () => true);
    const refused = await call('POST', '/api/records/purchase-order/3002/ignore', {});
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toMatch(/because: must say why/);
    const { status } = await call('POST', '/api/records/purchase-order/3002/ignore', { because: 'Entered by hand' });
    expect(status).toBe(202);
    const sent = await operator.waitFor(({ key }) => key === 'purchase-order/3002');
    expect(sent.value).toMatchObject({ action: 'ignore', because: 'Entered by hand', by: 'api' });
  });

  it('says of a lost answer whether the step took effect', async () => {
    await sayReceived('3003');
    await shown('3003', () => true);
    const path = '/api/records/purchase-order/3003/settle';
    const refused = await call('POST', path, { commandId: '7', verdict: 'perhaps' });
    expect(refused.status).toBe(400);
    expect(refused.body.error.message.split('\n')).toEqual([
      'body.commandId: must be the id of the command, from the history',
      'body.step: must name the step of the command, from the history',
      'body.verdict: must be done or not-done',
    ]);
    const settled = { commandId: newId(), step: 'finish-entry', verdict: 'not-done' };
    expect((await call('POST', path, settled)).status).toBe(202);
    const sent = await operator.waitFor(({ key }) => key === 'purchase-order/3003');
    expect(sent.value).toMatchObject({ action: 'settle', ...settled, by: 'api' });
    const { timeline } = await shown('3003', (record) => record.timeline.length === 2);
    expect(timeline[1].summary).toBe('api says that finish-entry was not done');
  });

  it('about a document that nobody has heard of is not passed on', async () => {
    expect((await call('POST', '/api/records/purchase-order/404404/retry')).status).toBe(404);
  });
});

describe('mappings', () => {
  const box = { table: 'unit', key: 'BOX', value: { unit: 'PCE', decimals: '0' } };
  const each = { table: 'unit', key: 'EA', value: { unit: 'PCS', decimals: '0' } };

  it('that documents wait for are listed, the most wanted first', async () => {
    await sayWaiting('4001', 'unit/BOX');
    await sayWaiting('4002', 'unit/CRATE', 'commodity/Hand tools / small');
    await sayWaiting('4003', 'unit/CRATE');
    const missingNow = await eventually(async () => {
      const { body } = await get('/api/mappings/missing');
      return body.missing.length === 3 && body.missing[0].documents === 2 ? body.missing : undefined;
    });
    expect(missingNow.map(({ table, key, documents }: any) => [table, key, documents])).toEqual([
      ['unit', 'CRATE', 2],
      ['commodity', 'Hand tools / small', 1],
      ['unit', 'BOX', 1],
    ]);
    expect(missingNow[0]).toMatchObject({
      since: '2020-03-09T17:12:13.200Z',
      examples: [
        { type: 'purchase-order', id: '4002' },
        { type: 'purchase-order', id: '4003' },
      ],
    });
    expect((await get('/api/mappings/missing?table=commodity')).body.missing).toHaveLength(1);
  });

  it('say which documents they heal, and which wait for something else too', async () => {
    const crate = { table: 'unit', key: 'CRATE', value: { unit: 'CRT', decimals: '0' } };
    expect((await put([crate], { dryRun: true })).body).toMatchObject({ heals: 1, healsPartly: 1 });
    const later = { ...crate, validFrom: '2999-01-01' };
    expect((await put([later], { dryRun: true })).body).toMatchObject({ created: 1, heals: 0, healsPartly: 0 });
  });

  it('tried dry change nothing and say what would happen', async () => {
    const { status, body } = await put([box], { dryRun: true });
    expect([status, body]).toEqual([
      200,
      { created: 1, changed: 0, unchanged: 0, heals: 1, healsPartly: 0, rows: [{ ...box, result: 'created' }] },
    ]);
    expect(await list()).toEqual([]);
  });

  it('are kept and told to the syncs, and only what differs is told again', async () => {
    expect((await put([box, each])).body).toMatchObject({ created: 2, changed: 0, unchanged: 0 });
    const first = await mappings.waitFor(({ key }) => key === 'unit/BOX');
    expect(first.value).toMatchObject({ ...box, updatedBy: 'api' });

    const wider = { ...box, value: { unit: 'PCE', decimals: '2' } };
    expect((await put([wider, each])).body).toMatchObject({ created: 0, changed: 1, unchanged: 1 });
    const second = await mappings.waitFor(({ value }) => value.value['decimals'] === '2');
    expect(sequenceOf(second.headers)).toBeGreaterThan(sequenceOf(first.headers));

    expect((await put([wider])).body).toMatchObject({ created: 0, changed: 0, unchanged: 1 });
    // A marker after the unchanged one: had that been told, it would be there by now.
    await put([box]);
    await mappings.waitFor(
      ({ key, headers }) => key === 'unit/BOX' && sequenceOf(headers) > sequenceOf(second.headers),
    );
    expect(published('unit/BOX')).toHaveLength(3);
    expect(published('unit/EA')).toHaveLength(1);

    const [boxRow] = await list();
    expect(boxRow).toMatchObject({ ...box, updatedBy: 'api' });
    expect(boxRow.sequence).toBe(Number(published('unit/BOX').at(-1)?.headers['ce_sequence']));
  });

  it('with one bad row are refused whole, naming every problem', async () => {
    const before = await list();
    const { status, body } = await put([
      { table: 'unit', key: 'GOOD', value: { unit: 'PCE', decimals: '0' } },
      { table: 'unit', key: 'BAD', value: { unit: 'PIECES' } },
      { table: 'colour', key: 'X', value: {} },
    ]);
    expect(status).toBe(400);
    expect(body.error.message.split('\n')).toEqual([
      'Nothing was changed, because 3 thing(s) cannot be used:',
      '  - rows[1] unit/BAD unit: has more than 3 characters: M3’s unit (PUUN)',
      '  - rows[1] unit/BAD decimals: is missing: how many decimals the unit allows, 0 to 9',
      '  - rows[2] colour/X table: "colour" is no table; use one of unit, payment-term, ship-to, company, commodity, accounting, cost-centre',
    ]);
    expect(await list()).toEqual(before);
  });

  it('of several days are kept beside one another and told together', async () => {
    await put([{ table: 'commodity', key: 'Seals', value: { item: 'OLD' } }, seals('FAR', '2999-01-01')]);
    const { body: answer } = await put([seals('NOW', '2020-01-01')]);
    expect(answer.rows).toEqual([{ ...seals('NOW', '2020-01-01'), result: 'created' }]);
    const told = await mappings.waitFor(({ key, value }) => key === 'commodity/Seals' && value.versions?.length === 3);
    expect(told.value).toMatchObject({
      value: { item: 'NOW' },
      versions: [
        { value: { item: 'OLD' } },
        { validFrom: '2020-01-01', value: { item: 'NOW' } },
        { validFrom: '2999-01-01', value: { item: 'FAR' } },
      ],
    });
    const { body } = await get('/api/mappings?table=commodity');
    const found = body.rows.filter(({ key }: any) => key === 'Seals');
    expect(found.map(({ validFrom }: any) => validFrom)).toEqual([undefined, '2020-01-01', '2999-01-01']);
  });

  it('given by two people at once are one row each, the last one wins', async () => {
    const answers = await Promise.all(
      ['0', '1', '2'].map((decimals) => put([{ table: 'unit', key: 'KG', value: { unit: 'KG', decimals } }])),
    );
    expect(answers.filter(({ body }) => body.created === 1)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.changed === 1)).toHaveLength(2);
    expect((await list()).filter(({ key }: { key: string }) => key === 'KG')).toHaveLength(1);
  });

  it('come by the thousand', async () => {
    const rows = Array.from({ length: 1_000 }, (_, index) => ({
      table: 'commodity',
      key: `Commodity ${index}`,
      value: { item: `C${index}` },
    }));
    expect((await put(rows)).body).toMatchObject({ created: 1_000 });
    expect((await put(rows)).body).toMatchObject({ unchanged: 1_000 });
  });
});

describe('the door', () => {
  it.each([
    '/api/records',
    '/api/records/purchase-order/1',
    '/api/mappings',
    '/api/mappings/missing',
    '/api/audit',
    '/api/audit/verify',
  ])('%s is shut without the token', async (path) => {
    for (const authorization of ['', 'Bearer wrong', `Basic ${token}`, `bearer ${newId()}`]) {
      const answer = await fetch(`${app.url}${path}`, { headers: { authorization } });
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ error: { code: 'not-authorized' } });
    }
  });

  it('is open for health without it', async () => {
    expect((await fetch(`${app.url}/health/ready`)).status).toBe(200);
  });
});
