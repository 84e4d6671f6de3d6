import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '@sluice/runtime/postgres/database';
import type { RunningApp } from '@sluice/runtime/start-app';
import { testDatabase, type TestDatabase } from '@sluice/testing/database-per-file';
import { eventually } from '@sluice/testing/eventually';
import { collect, createTopics, deletePrefix, testPrefix, type Collection } from '@sluice/testing/kafka';
import { testEnvironment } from '@sluice/testing/test-environment';
import { config } from './config.js';
import { migrations } from './migrations.js';
import { purgeInbox } from './inbox/purge-inbox.js';
import { start } from './start.js';

const webhookSecret = 'the-webhook-secret-of-coupa';
const clientSecret = 'the>>>secret???of/the+call-out';
const prefix = testPrefix();
let testDb: TestDatabase;
let app: RunningApp;
let database: Database;
let notices: Collection<'coupa.notice.v1'>;

beforeAll(async () => {
  testDb = await testDatabase({ app: 'ingress', migrations });
  await createTopics(prefix, ['coupa.notice.v1', 'audit.v1', 'dead-letter.v1']);
  database = await openDatabase({ app: 'ingress', databaseUrl: testDb.url });
  app = await start(
    config.parse(
      testEnvironment({
        prefix,
        databaseUrl: testDb.url,
        COUPA_WEBHOOK_SECRET: webhookSecret,
        COUPA_WEBHOOK_SIGNED_TEXT: 'timestamp.body',
        COUPA_WEBHOOK_TIMESTAMP_TOLERANCE: '60',
        COUPA_WEBHOOK_SIGNATURE_PREFIX: 'v1=',
        COUPA_WEBHOOK_SIGNATURE_ENCODING: 'base64',
        COUPA_WEBHOOK_EVENT_TYPE_HEADER: 'X-Coupa-Event',
        COUPA_WEBHOOK_EVENT_ID_PATH: 'meta.id',
        COUPA_WEBHOOK_DOCUMENT_PATH: 'data',
        COUPA_CALL_OUT_CLIENT_SECRET: clientSecret,
      }),
    ),
  );
  notices = await collect(prefix, 'coupa.notice.v1');
});

afterAll(async () => {
  await app?.stop();
  await Promise.all([notices?.stop(), database?.close()]);
  await testDb?.drop();
  await deletePrefix(prefix);
});

let lastId = 2400;
const nextId = (): string => String((lastId += 1));
const orderBody = (id: string): string =>
  JSON.stringify({ id: Number(id), 'po-number': id, status: 'issued', 'internal-revision': 3, 'order-lines': [] });
const inboxOf = (id: string) =>
  database.query<{ event_id: string; reference: string }>('SELECT event_id, reference FROM inbox WHERE document = $1', [
    `purchase-order/${id}`,
  ]);

/** As a call-out of Coupa asks: Basic with URL-safe base64, a form that names the grant and the scope. */
const askToken = (secret = clientSecret, scope = 'sluice.call-outs'): Promise<Response> =>
  fetch(`${app.url}/oauth2/token`, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'cache-control': 'no-cache',
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`coupa:${secret}`).toString('base64url')}`,
    },
    body: `grant_type=client_credentials&scope=${scope}`,
  });
const callOut = (body: string, authorization?: string, contentType = 'application/json'): Promise<Response> =>
  fetch(`${app.url}/call-outs/coupa`, {
    method: 'POST',
    headers: { 'content-type': contentType, ...(authorization !== undefined && { authorization }) },
    body,
  });
async function bearer(): Promise<string> {
  const { access_token: token } = (await (await askToken()).json()) as { access_token: string };
  return `Bearer ${token}`;
}

describe('T14: a call-out', () => {
  it('asks for a token, sends the document itself, and the document is announced', async () => {
    const issued = await askToken();
    expect(issued.status).toBe(200);
    expect(issued.headers.get('cache-control')).toBe('no-store');
    expect(await issued.json()).toEqual({ access_token: expect.any(String), token_type: 'bearer', expires_in: 900 });

    const id = nextId();
    const answer = await callOut(orderBody(id), await bearer());
    expect(answer.status).toBe(202);
    const { reference } = (await answer.json()) as { reference: string };
    expect(await inboxOf(id)).toMatchObject([{ reference }]);
    const { value } = await notices.waitFor(({ key }) => key === `purchase-order/${id}`);
    expect(value).toMatchObject({ document: { type: 'purchase-order', id }, reason: 'call-out' });
  });

  it('repeated has one effect and one reference', async () => {
    const id = nextId();
    const authorization = await bearer();
    const answers = await Promise.all(Array.from({ length: 5 }, () => callOut(orderBody(id), authorization)));
    const references = await Promise.all(answers.map((answer) => answer.json()));
    expect(new Set(references.map((body) => (body as { reference: string }).reference)).size).toBe(1);
    expect(await inboxOf(id)).toHaveLength(1);
  });

  it('of a wrong client hears 401 and no more; another scope is refused', async () => {
    const stranger = await askToken('a-guess');
    expect(stranger.status).toBe(401);
    expect(await stranger.json()).toEqual({ error: 'invalid_client' });
    const greedy = await askToken(clientSecret, 'everything');
    expect(greedy.status).toBe(400);
    expect(await greedy.json()).toEqual({ error: 'invalid_scope' });
  });

  /** Last of the tests about tokens: it uses the allowance up. */
  it('whose client guesses is told to wait, while the right client is still let in', async () => {
    const statuses = new Set<number>();
    for (let guess = 0; guess < 40; guess += 1) statuses.add((await askToken(`guess-${guess}`)).status);
    expect([...statuses]).toEqual([401, 429]);
    const limited = await askToken('one-more-guess');
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await limited.json()).toEqual({ error: 'temporarily_unavailable' });
    expect((await askToken()).status).toBe(200);
  });

  it.each([
    ['without a token', undefined],
    ['with a token of somebody else', 'Bearer eyJhbGciOiJub25lIn0.e30.'],
    ['with the token of the inner routes', 'Bearer a-token-for-tests-only'],
    ['with its client’s secret instead of a token', `Basic ${Buffer.from(`coupa:${clientSecret}`).toString('base64')}`],
  ])('%s leaves no trace', async (_, authorization) => {
    const id = nextId();
    const answer = await callOut(orderBody(id), authorization);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(await answer.json()).toMatchObject({ error: { code: 'not-authorized' } });
    expect(await inboxOf(id)).toEqual([]);
  });

  it('in XML is known by its root, and its id derived from its state', async () => {
    const id = nextId();
    const xml = `<?xml version="1.0" encoding="UTF-8"?>
<order-header><id type="integer">${id}</id><status>issued</status><internal-revision>3</internal-revision></order-header>`;
    const answer = await callOut(xml, await bearer(), 'application/xml');
    expect(answer.status).toBe(202);
    const { value } = await notices.waitFor(({ key }) => key === `purchase-order/${id}`);
    expect(value).toMatchObject({ document: { type: 'purchase-order', id }, reason: 'call-out' });
    const [row] = await inboxOf(id);
    expect(row?.event_id).toMatch(new RegExp(`^derived:purchase-order/${id}:3:issued:`));
  });
});

const webhook = (id: string, timestamp: number, eventId: string = randomUUID()): Promise<Response> => {
  const body = JSON.stringify({ meta: { id: eventId }, data: { id: Number(id) } });
  const signature = createHmac('sha256', webhookSecret).update(`${timestamp}.${body}`).digest('base64');
  return fetch(`${app.url}/webhooks/coupa`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-coupa-signature': `v1=${signature}`,
      'x-coupa-timestamp': String(timestamp),
      'x-coupa-event': 'purchase_order.issued',
    },
    body,
  });
};
const nowSeconds = (): number => Math.floor(Date.now() / 1000);

describe('T08: a webhook whose timestamp is signed', () => {
  it('and whose body says nothing of its state counts once under each timestamp, whatever id an unsigned header gives it', async () => {
    const id = nextId();
    const sentAt = nowSeconds();
    const body = JSON.stringify({ data: { id: Number(id) } });
    const send = (timestamp: number, eventId: string) => {
      const signature = createHmac('sha256', webhookSecret).update(`${timestamp}.${body}`).digest('base64');
      return fetch(`${app.url}/webhooks/coupa`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-coupa-signature': `v1=${signature}`,
          'x-coupa-timestamp': String(timestamp),
          'x-coupa-event': 'purchase_order.issued',
          'x-coupa-event-id': eventId,
        },
        body,
      });
    };
    const first = await (await send(sentAt, `a-${id}`)).json();
    expect(await (await send(sentAt, `b-${id}`)).json()).toEqual(first);
    expect(await (await send(sentAt + 1, `c-${id}`)).json()).not.toEqual(first);
    expect(await inboxOf(id)).toHaveLength(2);
  });

  it('is let in, with its parts where the settings say', async () => {
    const id = nextId();
    expect((await webhook(id, nowSeconds(), `event-${id}`)).status).toBe(202);
    expect(await inboxOf(id)).toMatchObject([{ event_id: `event-${id}` }]);
    const { value } = await notices.waitFor(({ key }) => key === `purchase-order/${id}`);
    expect(value).toMatchObject({ eventType: 'purchase_order.issued', reason: 'webhook' });
  });

  it('sent again by somebody counts once while it is young, and is turned away when it is old', async () => {
    const id = nextId();
    const sentAt = nowSeconds();
    const first = await webhook(id, sentAt, `event-${id}`);
    const again = await webhook(id, sentAt, `event-${id}`);
    expect(await again.json()).toEqual(await first.json());
    const old = await webhook(id, sentAt - 61, `other-${id}`);
    expect(old.status).toBe(401);
    expect(await inboxOf(id)).toHaveLength(1);
  });
});

it('events are remembered for as long as the setting says, and then forgotten', async () => {
  const authorization = await bearer();
  const [old, young] = [nextId(), nextId()];
  for (const id of [old, young]) expect((await callOut(orderBody(id), authorization)).status).toBe(202);
  const age = (id: string, days: number) =>
    database.query(`UPDATE inbox SET received_at = now() - $2 * interval '1 day' WHERE document = $1`, [
      `purchase-order/${id}`,
      days,
    ]);
  await age(young, 89);
  await age(old, 91);
  await purgeInbox(database, 90);
  await eventually(async () => (await inboxOf(old)).length === 0);
  expect(await inboxOf(young)).toHaveLength(1);
});
