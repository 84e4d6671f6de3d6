import { collect, type Collection } from '@sluice/testing/kafka';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConsoleUnderTest } from '../tests/console-under-test.js';

const sut = new ConsoleUnderTest();
let operator: Collection<'operator.v1'>;
beforeAll(async () => {
  operator = await collect(sut.prefix, 'operator.v1');
  await sut.sayReceived('1');
  await sut.shown('1', () => true);
});
afterAll(() => operator?.stop());

const cursor = (...position: unknown[]) => Buffer.from(JSON.stringify(position)).toString('base64url');
const moment = '2020-04-01T00:00:00.000Z';
const order = '/api/records/purchase-order';
const settlement = { commandId: '0199a1c4-5e0c-710c-920c-3f1c0d5a100c', step: 'finish\u0000entry', verdict: 'done' };
const row = { table: 'unit', key: 'BOX', value: { unit: 'PCE', decimals: '0' } };

/** Postgres stores no NUL, and knows no year 0: such a request was answered 500, or 202 and given up later on. */
describe('what Postgres or a terminal cannot take is refused, with its place', () => {
  it.each([
    ['/api/records?q=%00', /^query\.q: holds a control character \(U\+0000 at place 1\)/],
    ['/api/records?reason=a%1Bb', /^query\.reason: .*U\+001B at place 2/],
    ['/api/records?waitingFor=%C2%9B', /^query\.waitingFor: .*U\+009B/],
    ['/api/audit?app=%00', /^query\.app: /],
    ['/api/audit?action=%00', /^query\.action: /],
    ['/api/audit?id=%00', /^query\.id: /],
    ['/api/audit?by=%07', /^query\.by: /],
    ['/api/records?since=0000-01-01T00:00:00Z', /^query\.since: must be a moment/],
    ['/api/audit?since=0000-01-01T00:00:00Z', /^query\.since: must be a moment/],
    [
      `/api/records?cursor=${cursor('0000-01-01T00:00:00.000Z', 'purchase-order', '1')}`,
      /^query\.cursor: is no cursor/,
    ],
    [`/api/records?cursor=${cursor(moment, 'purchase-order', '\u0000')}`, /^query\.cursor: is no cursor/],
    [`/api/audit?cursor=${cursor('0000-01-01T00:00:00.000Z', '1')}`, /^query\.cursor: is no cursor/],
    [`${order}/%00`, /^path\.id: holds a control character/],
  ])('GET %s', async (path, message) => {
    const { status, body } = await sut.get(path);
    expect([status, body.error]).toEqual([
      400,
      expect.objectContaining({ code: 'body-invalid', message: expect.stringMatching(message) }),
    ]);
  });

  it.each([
    ['POST', `${order}/%00/retry`, undefined, {}, /^path\.id: /],
    ['POST', `${order}/1/ignore`, { because: 'a\u0000b' }, {}, /^body\.because: .*U\+0000 at place 2/],
    ['POST', `${order}/1/ignore`, { because: 'a\ud800b' }, {}, /^body\.because: holds half of a character/],
    ['POST', `${order}/1/settle`, settlement, {}, /^body\.step: .*U\+0000 at place 7/],
    ['POST', `${order}/1/retry`, undefined, { 'x-sluice-user': 'a\u009b2Jb' }, /^headers\.x-sluice-user: .*U\+009B/],
    ['PUT', '/api/mappings', { rows: [{ ...row, key: 'B\u0000X' }] }, {}, /rows\[0\] key: holds a control/],
    ['PUT', '/api/mappings', { rows: [{ ...row, table: '\u001b' }] }, {}, /rows\[0\] table: holds a control/],
    [
      'PUT',
      '/api/mappings',
      { rows: [{ ...row, value: { ...row.value, unit: '\u0000' } }] },
      {},
      /rows\[0\] value\.unit: holds a control/,
    ],
  ])('%s %s with %j', async (method, path, body, headers, message) => {
    const answer = await sut.call(method, path, body, headers);
    expect([answer.status, answer.body.error]).toEqual([
      400,
      expect.objectContaining({ code: 'body-invalid', message: expect.stringMatching(message) }),
    ]);
  });

  it('and none of those commands was passed on', async () => {
    // A marker after them: had one been passed on, it would be there by now.
    expect((await sut.call('POST', `${order}/1/retry`)).status).toBe(202);
    await operator.waitFor(({ value }) => value.action === 'retry');
    expect(operator.messages).toHaveLength(1);
  });
});

it('a name that is sent in UTF-8 is kept as that name', async () => {
  const latin1 = Buffer.from('Žofie Müller').toString('latin1');
  // ‘Ž’ is C5 BD, ‘ü’ is C3 BC: bytes that a header may hold.
  const { body } = await sut.call('POST', `${order}/1/retry`, undefined, { 'x-sluice-user': latin1 });
  expect(body.by).toBe('Žofie Müller');
});

/** A file of mappings comes whole; nothing else that comes is large. */
describe('a large body', () => {
  const large = 'x'.repeat(200_000);

  it('is read for an import of mappings alone', async () => {
    const rows = Array.from({ length: 3 }, () => ({ ...row, value: { ...row.value, unit: large } }));
    expect((await sut.call('PUT', '/api/mappings', { rows, dryRun: true })).status).toBe(400);
    const { status, body } = await sut.call('POST', `${order}/1/ignore`, { because: large });
    expect([status, body.error.code]).toEqual([413, 'body-too-large']);
  });

  it('of more than 8 MB is read for nothing', async () => {
    const { status } = await sut.call('PUT', '/api/mappings', { rows: [], note: 'x'.repeat(8_000_000) });
    expect(status).toBe(413);
  });
});
