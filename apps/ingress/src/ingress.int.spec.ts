import { createHash, createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '@sluice/runtime/postgres/database';
import type { RunningApp } from '@sluice/runtime/start-app';
import { testDatabase, type TestDatabase } from '@sluice/testing/database-per-file';
import { eventually } from '@sluice/testing/eventually';
import { collect, createTopics, deletePrefix, testPrefix, type Collection } from '@sluice/testing/kafka';
import { tcpProxy, type TcpProxy } from '@sluice/testing/tcp-proxy';
import { testEnvironment } from '@sluice/testing/test-environment';
import { config } from './config.js';
import { migrations } from './migrations.js';
import { start } from './start.js';

const secret = 'the-current-webhook-secret';
const previousSecret = 'the-previous-webhook-secret';
const prefix = testPrefix();
let testDb: TestDatabase;
let proxy: TcpProxy;
let app: RunningApp;
let database: Database;
let notices: Collection<'coupa.notice.v1'>;
let audit: Collection<'audit.v1'>;

beforeAll(async () => {
  testDb = await testDatabase({ app: 'ingress', migrations });
  await createTopics(prefix, ['coupa.notice.v1', 'audit.v1', 'dead-letter.v1']);
  const url = new URL(testDb.url);
  proxy = await tcpProxy(url.host);
  url.host = proxy.address;
  database = await openDatabase({ app: 'ingress', databaseUrl: testDb.url });
  app = await start(
    config.parse(
      testEnvironment({
        prefix,
        databaseUrl: url.toString(),
        COUPA_WEBHOOK_SECRET: secret,
        COUPA_WEBHOOK_SECRET_PREVIOUS: previousSecret,
        COUPA_WEBHOOK_BODY_LIMIT: '4096',
      }),
    ),
  );
  [notices, audit] = await Promise.all([collect(prefix, 'coupa.notice.v1'), collect(prefix, 'audit.v1')]);
});

afterAll(async () => {
  await app?.stop();
  await Promise.all([notices?.stop(), audit?.stop(), database?.close(), proxy?.close()]);
  await testDb?.drop();
  await deletePrefix(prefix);
});

let lastId = 2400;
const nextId = (): string => String((lastId += 1));

const bodyOf = (id: string, eventId: string = randomUUID()): string =>
  JSON.stringify({
    event_id: eventId,
    event_type: 'purchase_order.issued',
    document: { type: 'purchase_order', id: Number(id) },
  });

async function post(body: string | Buffer, headers: Record<string, string> = {}, key = secret): Promise<Response> {
  return fetch(`${app.url}/webhooks/coupa`, {
    method: 'POST',
    body: new Uint8Array(Buffer.from(body)),
    headers: {
      'content-type': 'application/json',
      'x-coupa-signature': createHmac('sha256', key).update(body).digest('hex'),
      ...headers,
    },
  });
}

const referenceOf = async (answer: Response): Promise<string> => {
  expect(answer.status).toBe(202);
  return ((await answer.json()) as { reference: string }).reference;
};

const stored = (column: string, value: string) =>
  database.query<{ event_id: string; reference: string; hash: string }>(
    `SELECT event_id, reference, hash FROM inbox WHERE ${column} = $1`,
    [value],
  );
const hashOf = (body: string): string => createHash('sha256').update(body).digest('hex');

describe('a signed webhook', () => {
  it('is kept, announced and in the history once it is answered 202', async () => {
    const id = nextId();
    const body = bodyOf(id, `event-${id}`);
    const reference = await referenceOf(await post(body));
    expect(await stored('event_id', `event-${id}`)).toEqual([
      { event_id: `event-${id}`, reference, hash: hashOf(body) },
    ]);

    const notice = await notices.waitFor(({ key }) => key === `purchase-order/${id}`);
    expect(notice.value).toMatchObject({
      document: { type: 'purchase-order', id },
      reason: 'webhook',
      eventId: `event-${id}`,
      eventType: 'purchase_order.issued',
    });
    const entry = await audit.waitFor(({ key }) => key === `purchase-order/${id}`);
    expect(entry.value).toMatchObject({ app: 'ingress', action: 'event-received', direction: 'in' });
    expect(entry.headers['traceparent']?.slice(0, 35)).toBe(notice.headers['traceparent']?.slice(0, 35));
  });

  it.each(['application/json; charset=utf-8', 'application/json;charset="UTF-8"', 'application/vnd.coupa+json'])(
    'is let in as %s',
    async (contentType) => {
      await referenceOf(await post(bodyOf(nextId()), { 'content-type': contentType }));
    },
  );

  it.each(['application/xml', 'text/xml; charset=utf-8'])(
    'is let in as %s, and known by its very bytes',
    async (contentType) => {
      const id = nextId();
      const body = `\ufeff<?xml version="1.0" encoding="UTF-8"?>\r
<order-header><event_id>xml-${id}</event_id><id type="integer">${id}</id><status>issued</status></order-header>`;
      const reference = await referenceOf(await post(body, { 'content-type': contentType }));
      expect(await stored('event_id', `xml-${id}`)).toEqual([{ event_id: `xml-${id}`, reference, hash: hashOf(body) }]);
      await notices.waitFor(({ key }) => key === `purchase-order/${id}`);
    },
  );

  it('T10: is let in under the previous secret while that is configured', async () => {
    await referenceOf(await post(bodyOf(nextId()), {}, previousSecret));
  });

  it('takes the id from the header before the one in the body, and derives one where there is none', async () => {
    const [first, second] = [nextId(), nextId()];
    await referenceOf(await post(bodyOf(first, 'in-body'), { 'x-coupa-event-id': `header-${first}` }));
    expect(await stored('event_id', `header-${first}`)).toHaveLength(1);

    const bare = JSON.stringify({ id: Number(second), 'po-number': second, status: 'issued', 'internal-revision': 3 });
    const reference = await referenceOf(await post(bare));
    const [row] = await stored('document', `purchase-order/${second}`);
    expect(row?.event_id).toMatch(new RegExp(`^derived:purchase-order/${second}:3:issued:[0-9a-f]{64}$`));
    expect(await referenceOf(await post(bare))).toBe(reference);
  });
});

it('each body without an id, a state and a time is announced, as two changes may look alike to the byte', async () => {
  const id = nextId();
  const body = JSON.stringify({ event_type: 'purchase_order.issued', document: { id: Number(id) } });
  const [first, second] = [await referenceOf(await post(body)), await referenceOf(await post(body))];
  expect(second).not.toBe(first);
  await eventually(() => notices.messages.filter(({ key }) => key === `purchase-order/${id}`).length === 2);
});

describe('the same event', () => {
  it('T01: sent twice, one after the other or at the same moment, has one effect and one reference', async () => {
    const id = nextId();
    const body = bodyOf(id);
    const together = await Promise.all(Array.from({ length: 8 }, async () => referenceOf(await post(body))));
    const later = await referenceOf(await post(body));
    expect(new Set([...together, later]).size).toBe(1);

    const last = nextId();
    await referenceOf(await post(bodyOf(last)));
    await notices.waitFor(({ key }) => key === `purchase-order/${last}`);
    const rows = await database.query<{ count: string }>(`SELECT count(*) FROM outbox WHERE key = $1`, [
      `purchase-order/${id}`,
    ]);
    expect(Number(rows[0]?.count)).toBe(0);
    expect(notices.messages.filter(({ key }) => key === `purchase-order/${id}`)).toHaveLength(1);
  });

  it('with other content is another one: announced and recorded as an alarm, both once', async () => {
    const [id, other] = [nextId(), nextId()];
    const eventId = `reused-${id}`;
    const reference = await referenceOf(await post(bodyOf(id, eventId)));
    const alarm = await referenceOf(await post(bodyOf(other, eventId)));
    expect(alarm).not.toBe(reference);
    expect(await referenceOf(await post(bodyOf(other, eventId)))).toBe(alarm);

    const { value } = await notices.waitFor(({ key }) => key === `purchase-order/${other}`);
    expect(value).toMatchObject({ document: { type: 'purchase-order', id: other }, eventId });
    const entry = await audit.waitFor(({ value: { action } }) => action === 'event-id-reused');
    expect(entry).toMatchObject({ key: `purchase-order/${other}`, value: { details: { eventId, reference: alarm } } });
    expect(await stored('document', `purchase-order/${other}`)).toEqual([]);
    const kept = await database.query('SELECT reference, hash FROM inbox_alarm WHERE event_id = $1', [eventId]);
    expect(kept).toEqual([{ reference: alarm, hash: hashOf(bodyOf(other, eventId)) }]);

    const last = nextId();
    await referenceOf(await post(bodyOf(last)));
    await notices.waitFor(({ key }) => key === `purchase-order/${last}`);
    for (const one of [id, other])
      expect(notices.messages.filter(({ key }) => key === `purchase-order/${one}`)).toHaveLength(1);
  });

  /** Otherwise whoever recorded one webhook could fill the history, and spend Coupa's patience, with it. */
  it('is the same under another id, in a header that nobody signed', async () => {
    const id = nextId();
    const body = JSON.stringify({ id: Number(id), 'po-number': id, status: 'issued', 'internal-revision': 3 });
    const reference = await referenceOf(await post(body));
    for (const eventId of ['other', 'another'])
      expect(await referenceOf(await post(body, { 'x-coupa-event-id': `${eventId}-${id}` }))).toBe(reference);
    expect(await stored('document', `purchase-order/${id}`)).toHaveLength(1);
    const withId = bodyOf(id, `in-body-${id}`);
    const second = await referenceOf(await post(withId));
    expect(await referenceOf(await post(withId, { 'x-coupa-event-id': `third-${id}` }))).toBe(second);
  });

  it('is not suppressed by an earlier body to which an unsigned header gave its id', async () => {
    const [recorded, order] = [nextId(), nextId()];
    const eventId = `guessed-${order}`;
    await referenceOf(await post(bodyOf(recorded)));
    await referenceOf(await post(bodyOf(recorded), { 'x-coupa-event-id': eventId }));
    await referenceOf(await post(bodyOf(order, eventId)));
    await notices.waitFor(({ key }) => key === `purchase-order/${order}`);
  });
});

it('T05: an event about a kind of document that is not followed is kept and counted, announces nothing, and its sender hears so', async () => {
  const body = JSON.stringify({ event_id: 'contract-5', event_type: 'contract.created', document: { id: 5 } });
  const answer = await post(body);
  expect(answer.status).toBe(202);
  const note =
    'It was taken and nothing follows from it: it is about "contract", and purchase orders and suppliers are followed.';
  expect(await answer.json()).toEqual({ reference: expect.any(String), note });
  expect(await stored('event_id', 'contract-5')).toHaveLength(1);
  const entry = await audit.waitFor(({ value }) => value.action === 'event-ignored');
  expect(entry.value).toMatchObject({ details: { eventId: 'contract-5' }, summary: expect.stringContaining(note) });
  const figures = await (await fetch(`${app.url}/metrics`)).text();
  expect(figures).toMatch(/sluice_events_received_total\{channel="webhook",result="not-followed",app="ingress"\} 1/);
});

describe('T07, T09: what is refused leaves no trace, and is counted', () => {
  const body = bodyOf('9000', 'refused');
  const xml = { 'content-type': 'application/xml' };
  const orderXml = '<order-header><id>9000</id><event_id>refused</event_id></order-header>';
  it.each([
    ['a forged signature', body, {}, 'a-secret-that-was-guessed', 401, 'signature-invalid'],
    ['no signature', body, { 'x-coupa-signature': '' }, secret, 401, 'signature-invalid'],
    ['a forged signature of something that is not JSON', 'refused', {}, 'a-guess', 401, 'signature-invalid'],
    ['a signed body that is not JSON', '{"event_id":"refused"', {}, secret, 400, 'body-invalid'],
    ['a signed body that is not text', Buffer.from([0x22, 0xff, 0x22]), {}, secret, 400, 'body-invalid'],
    ['no body', '', {}, secret, 400, 'body-invalid'],
    ['another content type', body, { 'content-type': 'text/plain' }, secret, 415, 'content-type-unsupported'],
    ['JSON that says it is XML', body, xml, secret, 400, 'body-invalid'],
    ['XML that defines entities', `<!DOCTYPE a [<!ENTITY b "c">]>${orderXml}`, xml, secret, 400, 'body-invalid'],
    ['XML with a forged signature', orderXml, xml, 'a-guess', 401, 'signature-invalid'],
    [
      'XML that declares another encoding than UTF-8',
      `<?xml version="1.0" encoding="ISO-8859-1"?>${orderXml}`,
      xml,
      secret,
      415,
      'content-type-unsupported',
    ],
    ['XML in UTF-16', Buffer.from(`\ufeff${orderXml}`, 'utf16le'), xml, secret, 400, 'body-invalid'],
    ['XML with a null character', orderXml.replace('refused', 'refused\0'), xml, secret, 400, 'body-invalid'],
    [
      'another charset than the bytes are in',
      body,
      { 'content-type': 'application/json;charset=utf-16' },
      secret,
      415,
      'content-type-unsupported',
    ],
    ['more than the limit', `"${'x'.repeat(5000)}"`, {}, secret, 413, 'body-too-large'],
  ])('%s', async (_, sent, headers, key, status, code) => {
    const answer = await post(sent, headers, key);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error: { code, docs: `docs/errors/${code}.md` } });
    expect(await stored('event_id', 'refused')).toEqual([]);
    // What is too large is turned away before any endpoint sees it.
    if (status === 413) return;
    const figures = await (await fetch(`${app.url}/metrics`)).text();
    expect(figures).toMatch(new RegExp(`sluice_events_received_total\\{channel="webhook",result="${code}"`));
  });
});

it('T04, T02: an older state under an event id of its own is let in, as the fetch decides what it is', async () => {
  const id = nextId();
  const state = (revision: number) =>
    JSON.stringify({ id: Number(id), 'po-number': id, status: 'issued', 'internal-revision': revision });
  await referenceOf(await post(state(4)));
  await referenceOf(await post(state(3), { 'x-coupa-event-id': `older-${id}` }));
  await eventually(() => notices.messages.filter(({ key }) => key === `purchase-order/${id}`).length === 2);
});

it('T06: fields and statuses that nobody has heard of are let in as they are', async () => {
  const id = nextId();
  const body = JSON.stringify({ id: Number(id), 'po-number': id, status: 'hibernating', 'brand-new': { a: [1] } });
  await referenceOf(await post(body));
  expect(await stored('document', `purchase-order/${id}`)).toMatchObject([{ hash: hashOf(body) }]);
});

it('one bad request among many does not fail the others', async () => {
  const ids = Array.from({ length: 20 }, nextId);
  const answers = await Promise.all([
    ...ids.map((id) => post(bodyOf(id))),
    post('[]'),
    post(bodyOf('9000'), {}, 'a-secret-that-was-guessed'),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([...ids.map(() => 202), 400, 401]);
  for (const id of ids) await notices.waitFor(({ key }) => key === `purchase-order/${id}`);
});

it('while the database is away it is 503 with a time to come back, and the repetition then counts once', async () => {
  const id = nextId();
  const body = bodyOf(id);
  proxy.cut();
  const refused = await post(body);
  expect(refused.status).toBe(503);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ error: { code: 'storage-away' } });
  proxy.resume();
  const reference = await referenceOf(await post(body));
  expect(await stored('document', `purchase-order/${id}`)).toMatchObject([{ reference }]);
  await notices.waitFor(({ key }) => key === `purchase-order/${id}`);
});
