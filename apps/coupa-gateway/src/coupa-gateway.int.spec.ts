import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import { newId } from '@sluice/runtime/ids';
import { eventually } from '@sluice/testing/eventually';
import { send, sendRaw, type Collection } from '@sluice/testing/kafka';
import { GatewayUnderTest } from '../tests/gateway-under-test.js';

interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
type Answer = (call: Call, response: ServerResponse) => void | Promise<void>;

/** Coupa, as far as each test says it. */
const calls: Call[] = [];
const answers = new Map<string, Answer>();
const sut = new GatewayUnderTest((request, response) => void play(request, response));
const { prefix } = sut;
let orders: Collection<'coupa.purchase-order.v1'>;
let suppliers: Collection<'coupa.supplier.v1'>;
let outcomes: Collection<'coupa.outcome.purchase-order.v1'>;
let audit: Collection<'audit.v1'>;

beforeAll(async () => {
  [orders, suppliers, outcomes, audit] = await Promise.all([
    sut.collect('coupa.purchase-order.v1'),
    sut.collect('coupa.supplier.v1'),
    sut.collect('coupa.outcome.purchase-order.v1'),
    sut.collect('audit.v1'),
  ]);
});

async function play(request: import('node:http').IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { pathname: path, searchParams: query } = new URL(request.url ?? '', 'http://peer');
  const call = {
    method: request.method ?? '',
    path,
    query,
    headers: request.headers,
    body: String(Buffer.concat(chunks)),
  };
  if (path === '/oauth2/token') return answerToken(response);
  calls.push(call);
  await (answers.get(path) ?? (() => json(response, 404, { errors: 'nothing there' })))(call, response);
}

/** How many tokens were issued; the first is `a`. */
let tokens = 0;
let secretIsRevoked = false;
function answerToken(response: ServerResponse): void {
  if (secretIsRevoked) return json(response, 401, { error: 'invalid_client' });
  tokens += 1;
  json(response, 200, { access_token: tokens === 1 ? 'a' : `a${tokens}`, token_type: 'bearer', expires_in: 86_399 });
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

let lastId = 2400;
const nextId = (): string => String((lastId += 1));

const orderPath = (id: string): string => `/api/purchase_orders/${id}`;
const order = (id: string, more: Record<string, unknown> = {}) => ({
  id: Number(id),
  'po-number': id,
  status: 'issued',
  'internal-revision': 3,
  'updated-at': '2026-03-09T10:12:03-07:00',
  'updated-by': { login: 'mpeeters' },
  'order-lines': [{ id: 5101, 'line-num': '1', type: 'OrderQuantityLine', quantity: '10.0', price: '4.125000' }],
  ...more,
});
const answerWith =
  (value: unknown, status = 200): Answer =>
  (_, response) =>
    json(response, status, value);

const callsTo = (path: string): Call[] => calls.filter((call) => call.path === path);
const notify = (
  id: string,
  type: 'purchase-order' | 'supplier' | 'invoice' = 'purchase-order',
  envelope: { traceparent?: string } = {},
) =>
  send(
    prefix,
    'coupa.notice.v1',
    `${type}/${id}`,
    { document: { type, id }, reason: 'webhook', noticedAt: new Date().toISOString() },
    envelope,
  );
async function requestedOf(id: string): Promise<number> {
  const [row] = await sut.database.query<{ requested: string }>('SELECT requested FROM coupa_document WHERE id = $1', [
    id,
  ]);
  return Number(row?.requested);
}
const isCommanded = async (id: string): Promise<boolean> =>
  (await sut.database.query('SELECT 1 FROM command WHERE document_id = $1', [id])).length === 1;
const auditOf = (id: string, action: string) =>
  audit.waitFor(({ key, value }) => key === `purchase-order/${id}` && value.action === action);
const snapshotsOf = (id: string) => orders.messages.filter(({ key }) => key === `purchase-order/${id}`);

describe('a notice becomes a snapshot', () => {
  it('of an order, fetched with the fields named, in one trace with the notice', async () => {
    const id = nextId();
    answers.set(orderPath(id), answerWith(order(id)));
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    await notify(id, 'purchase-order', { traceparent });
    const snapshot = await orders.waitFor(({ key }) => key === `purchase-order/${id}`);
    expect(snapshot.value).toMatchObject({
      body: {
        id,
        'po-number': id,
        status: 'issued',
        'order-lines': [{ id: '5101', quantity: '10', price: '4.125' }],
      },
      fetchedAt: expect.any(String),
    });
    expect(Number(snapshot.headers['ce_sequence'])).toBeGreaterThan(1_700_000_000_000);

    const [call] = callsTo(orderPath(id));
    expect(call?.headers).toMatchObject({
      authorization: 'Bearer a',
      accept: 'application/json',
      'content-type': 'application/json',
    });
    expect(JSON.parse(call?.query.get('fields') ?? '')).toContain('internal_revision');
    const entry = await auditOf(id, 'snapshot-published');
    expect(entry.value).toMatchObject({ app: 'coupa-gateway', direction: 'in', by: 'mpeeters' });
    expect(snapshot.headers['traceparent']).toContain('4bf92f3577b34da6a3ce929d0e0e4736');
  });

  it('of a supplier, without the secrets that an instance may send along', async () => {
    answers.set(
      '/api/suppliers/77',
      answerWith({ id: 77, name: 'Acme', number: 'Y1', status: 'active', 'cxml-secret': 'x' }),
    );
    await notify('77', 'supplier');
    const { value } = await suppliers.waitFor(({ key }) => key === 'supplier/77');
    expect(value).toMatchObject({ body: { id: '77', name: 'Acme', number: 'Y1' } });
    expect(JSON.stringify(value)).not.toContain('cxml-secret');
  });

  it('a kind of document that has no topic is not fetched, and the history says so', async () => {
    await notify('900', 'invoice');
    const entry = await audit.waitFor(({ key }) => key === 'invoice/900');
    expect(entry.value.action).toBe('notice-ignored');
  });
});

describe('one fetch of a document at a time', () => {
  it('T13: and many notices that come while it runs are one more fetch, which sees the newest state', async () => {
    const id = nextId();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    let [open, most, revision] = [0, 0, 3];
    answers.set(orderPath(id), async (_, response) => {
      const body = order(id, { 'internal-revision': revision });
      most = Math.max(most, (open += 1));
      await released;
      open -= 1;
      json(response, 200, body);
    });
    await notify(id);
    await eventually(() => callsTo(orderPath(id)).length === 1);
    revision = 4;
    for (let count = 0; count < 5; count += 1) await notify(id);
    await eventually(async () => (await requestedOf(id)) === 6);
    release();
    await orders.waitFor(
      ({ value }) => 'body' in value && value.body.id === id && value.body['internal-revision'] === 4,
    );
    expect(callsTo(orderPath(id))).toHaveLength(2);
    expect(most).toBe(1);
  });
});

it('T02: content that was published already is not sent again', async () => {
  const id = nextId();
  answers.set(orderPath(id), answerWith(order(id)));
  await notify(id);
  await auditOf(id, 'snapshot-published');
  await notify(id);
  await auditOf(id, 'snapshot-unchanged');
  await orders.waitFor(({ key }) => key === `purchase-order/${id}`);
  expect(snapshotsOf(id)).toHaveLength(1);
});

it('T04: an older state than the one published is not published', async () => {
  const id = nextId();
  answers.set(orderPath(id), answerWith(order(id, { 'internal-revision': 7 })));
  await notify(id);
  await auditOf(id, 'snapshot-published');
  answers.set(orderPath(id), answerWith(order(id, { 'internal-revision': 6, status: 'draft' })));
  await notify(id);
  await auditOf(id, 'snapshot-older');
  answers.set(orderPath(id), answerWith(order(id, { 'internal-revision': 8 })));
  await notify(id);
  await orders.waitFor(({ value }) => 'body' in value && value.body['internal-revision'] === 8);
  const revisions = snapshotsOf(id).map(({ value }) => 'body' in value && value.body['internal-revision']);
  expect(revisions).toEqual([7, 8]);
});

describe('what is unavailable', () => {
  it.each([
    ['404', 404, { errors: 'no such order' }, { code: 'not-found', message: 'no such order' }],
    ['403', 403, { errors: 'scope' }, { code: 'scope-missing', message: 'scope' }],
    ['a document that is none', 200, { hello: 'world' }, { code: 'answer-unreadable' }],
  ])('%s is published as unavailable, so that its sync can say so', async (_, status, body, unavailable) => {
    const id = nextId();
    answers.set(orderPath(id), answerWith(body, status));
    await notify(id);
    const { value } = await orders.waitFor(({ key }) => key === `purchase-order/${id}`);
    expect(value).toMatchObject({ unavailable });
  });

  it.each([
    ['a firewall’s page', 403, '<html>blocked by policy</html>'],
    ['a page that nobody wrote for it', 404, '<html>nothing here</html>'],
    ['nothing at all', 404, ''],
  ])('%s (HTTP %i) is that order’s, in those words, and others are fetched meanwhile', async (_, status, page) => {
    const [blocked, ...others] = [nextId(), nextId(), nextId()];
    answers.set('/api/purchase_orders', answerWith([]));
    answers.set(orderPath(blocked), (_call, response) => void response.writeHead(status).end(page));
    for (const id of others) answers.set(orderPath(id), answerWith(order(id)));
    await notify(blocked);
    for (const id of others) await notify(id);
    const { value } = await orders.waitFor(({ key }) => key === `purchase-order/${blocked}`);
    expect(value).toMatchObject({ unavailable: { code: 'coupa-refused' } });
    expect(JSON.stringify(value)).toContain(page === '' ? `answers ${status} without a body` : page.slice(6, -7));
    for (const id of others) await orders.waitFor(({ key }) => key === `purchase-order/${id}`);
    expect(callsTo(orderPath(blocked))).toHaveLength(1);
  });

  it('where Coupa’s list of orders is refused as well nothing is said of the order: it waits with the account', async () => {
    const id = nextId();
    let isClosed = true;
    const door: Answer = (call, response) =>
      isClosed ? void response.writeHead(403).end('<html>not from here</html>') : answerWith(order(id))(call, response);
    answers.set('/api/purchase_orders', door);
    answers.set(orderPath(id), door);
    await notify(id);
    await eventually(async () => {
      const [lease] = await sut.database.query<{ paused: boolean }>(
        `SELECT paused_until > clock_timestamp() AND paused_because = 'configuration-invalid' AS paused FROM lease`,
      );
      return lease?.paused ?? false;
    });
    expect(await fetch(`${sut.url}/internal/account`)).toMatchObject({ status: 401 });
    const headers = { authorization: `Bearer a-token-for-tests-only` };
    const shown = await (await fetch(`${sut.url}/internal/account`, { headers })).json();
    expect(shown).toMatchObject({ account: 'coupa', state: 'paused', because: 'configuration-invalid' });
    isClosed = false;
    const resumed = await fetch(`${sut.url}/internal/account/resume`, { method: 'POST', headers });
    expect([resumed.status, await resumed.json()]).toEqual([200, { resumed: true }]);
    const { value } = await orders.waitFor(({ key }) => key === `purchase-order/${id}`);
    expect(value).toHaveProperty('body');
  });

  it('for the moment only is fetched again, and nothing is published until it is there', async () => {
    const id = nextId();
    let failures = 2;
    answers.set(orderPath(id), (call, response) => {
      if ((failures -= 1) < 0) return answerWith(order(id))(call, response);
      if (failures === 1) return void response.writeHead(503).end('<html>maintenance</html>');
      response.socket?.destroy();
    });
    await notify(id);
    await orders.waitFor(({ key }) => key === `purchase-order/${id}`);
    expect(snapshotsOf(id).map(({ value }) => Object.keys(value))).toEqual([['body', 'fetchedAt']]);
    expect(callsTo(orderPath(id))).toHaveLength(3);
  });
});

const unauthorized = (response: ServerResponse): void => json(response, 401, { errors: 'token' });

describe('a token that Coupa no longer takes', () => {
  it('T20: is replaced once, the request is sent once more, and the document is there', async () => {
    const id = nextId();
    let refused: string | undefined;
    answers.set(orderPath(id), (call, response) => {
      refused ??= call.headers.authorization;
      return call.headers.authorization === refused ? unauthorized(response) : answerWith(order(id))(call, response);
    });
    const before = tokens;
    await notify(id);
    await auditOf(id, 'snapshot-published');
    expect(tokens).toBe(before + 1);
    expect(callsTo(orderPath(id)).length).toBeLessThanOrEqual(3);
    const [step] = await sut.database.query<{ attempts: number }>(
      `SELECT step.attempts FROM step JOIN command USING (command_id) WHERE command.document_id = $1`,
      [id],
    );
    expect(step?.attempts).toBe(1);
  });

  it('T22: while its secret is revoked no request is sent to Coupa, and all goes on once it is valid again', async () => {
    const id = nextId();
    answers.set(orderPath(id), (call, response) =>
      secretIsRevoked ? unauthorized(response) : answerWith(order(id))(call, response),
    );
    secretIsRevoked = true;
    await notify(id);
    await eventually(async () => {
      const [lease] = await sut.database.query<{ paused: boolean }>(
        `SELECT paused_until > clock_timestamp() AND paused_because = 'credentials-refused' AS paused FROM lease`,
      );
      return lease?.paused ?? false;
    });
    const asked = callsTo(orderPath(id)).length;
    expect(asked).toBeLessThanOrEqual(2);
    secretIsRevoked = false;
    await auditOf(id, 'snapshot-published');
    expect(callsTo(orderPath(id))).toHaveLength(asked + 1);
  });
});

it('T43: after a sign-in page instead of the document the fetch is repeated, and nothing of the page is published', async () => {
  const id = nextId();
  let isFirst = true;
  answers.set(orderPath(id), (call, response) => {
    if (!isFirst) return answerWith(order(id))(call, response);
    isFirst = false;
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Please log in</html>');
  });
  await notify(id);
  await orders.waitFor(({ key }) => key === `purchase-order/${id}`);
  expect(snapshotsOf(id).map(({ value }) => Object.keys(value))).toEqual([['body', 'fetchedAt']]);
});

const ask = (action: 'retry' | 'fetch', id: string, type: 'purchase-order' | 'invoice' = 'purchase-order') =>
  send(prefix, 'operator.v1', `${type}/${id}`, {
    action,
    document: { type, id },
    by: 'jane',
    at: new Date().toISOString(),
  });

describe('an operator', () => {
  it('who asks for a retry gets what Coupa holds now', async () => {
    const id = nextId();
    answers.set(orderPath(id), answerWith(order(id)));
    await notify(id);
    await auditOf(id, 'snapshot-published');
    answers.set(orderPath(id), answerWith(order(id, { 'internal-revision': 4 })));
    await ask('retry', id);
    await orders.waitFor(
      ({ value }) => 'body' in value && value.body.id === id && value.body['internal-revision'] === 4,
    );
  });

  it('whose request is read again, from the beginning of the topic, makes no second fetch', async () => {
    const [id, next] = [nextId(), nextId()];
    for (const one of [id, next]) answers.set(orderPath(one), answerWith(order(one)));
    const at = new Date().toISOString();
    const asked = { action: 'fetch', document: { type: 'purchase-order', id }, by: 'jane', at } as const;
    await send(prefix, 'operator.v1', `purchase-order/${id}`, asked);
    await orders.waitFor(({ key }) => key === `purchase-order/${id}`);
    await send(prefix, 'operator.v1', `purchase-order/${id}`, asked);
    await ask('fetch', id);
    await eventually(() => callsTo(orderPath(id)).length >= 2);
    await ask('fetch', next);
    await orders.waitFor(({ key }) => key === `purchase-order/${next}`);
    expect(callsTo(orderPath(id))).toHaveLength(2);
  });

  it('who asks to fetch an order that is not known yet gets it', async () => {
    const id = nextId();
    answers.set(orderPath(id), answerWith(order(id)));
    await ask('fetch', id);
    await orders.waitFor(({ key }) => key === `purchase-order/${id}`);
  });

  it.each(['retry', 'fetch'] as const)(
    'who asks for a %s gets a snapshot that was lost, though Coupa shows nothing new; a notice after it does not',
    async (action) => {
      const id = nextId();
      answers.set(orderPath(id), answerWith(order(id)));
      await notify(id);
      await orders.waitFor(({ key }) => key === `purchase-order/${id}`);
      await ask(action, id);
      await eventually(() => snapshotsOf(id).length === 2);
      const [first, again] = snapshotsOf(id).map(({ headers }) => Number(headers['ce_sequence']));
      expect(again).toBeGreaterThan(first ?? 0);
      await notify(id);
      await auditOf(id, 'snapshot-unchanged');
      expect(snapshotsOf(id)).toHaveLength(2);
    },
  );

  it('who asks to fetch a kind of document that is not read from Coupa finds that in its history', async () => {
    await ask('fetch', '901', 'invoice');
    const entry = await audit.waitFor(({ key }) => key === 'invoice/901');
    expect(entry.value).toMatchObject({ action: 'fetch-ignored', by: 'jane' });
  });

  it('who asks while a fetch is under way gets the snapshot of the next one', async () => {
    const id = nextId();
    answers.set(orderPath(id), answerWith(order(id)));
    await notify(id);
    await auditOf(id, 'snapshot-published');
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    answers.set(orderPath(id), async (_, response) => {
      await released;
      json(response, 200, order(id));
    });
    await notify(id);
    await eventually(() => callsTo(orderPath(id)).length === 2);
    await ask('fetch', id);
    await eventually(async () => (await requestedOf(id)) === 3);
    release();
    await eventually(() => snapshotsOf(id).length === 2);
    expect(callsTo(orderPath(id))).toHaveLength(3);
  });
});

it('an order in a state that the poll does not look for is fetched when it is announced', async () => {
  const id = nextId();
  answers.set(orderPath(id), answerWith(order(id, { status: 'buyer_hold' })));
  await notify(id);
  const { value } = await orders.waitFor(({ key }) => key === `purchase-order/${id}`);
  expect(value).toMatchObject({ body: { status: 'buyer_hold' } });
});

const command = (id: string) => ({
  commandId: newId(),
  document: { type: 'purchase-order' as const, id },
  destination: 'coupa',
  priority: 'live' as const,
  decidedAt: new Date().toISOString(),
  steps: [
    {
      id: 'exported',
      method: 'PUT' as const,
      path: orderPath(id),
      query: { exported: 'true' },
      repeat: 'safe' as const,
    },
  ],
});

describe('a command of a sync', () => {
  it('is carried out once and answered, and answered again when asked again', async () => {
    const id = nextId();
    answers.set(orderPath(id), answerWith({ id: Number(id), exported: true }));
    const sent = command(id);
    await send(prefix, 'coupa.command.purchase-order.v1', `purchase-order/${id}`, sent);
    const { value } = await outcomes.waitFor(({ key }) => key === `purchase-order/${id}`);
    expect(value).toMatchObject({
      commandId: sent.commandId,
      destination: 'coupa',
      result: 'ok',
      steps: [{ id: 'exported', state: 'ok', records: [[{ exported: true }]] }],
    });
    await send(prefix, 'coupa.command.purchase-order.v1', `purchase-order/${id}`, sent);
    await eventually(() => outcomes.messages.filter(({ key }) => key === `purchase-order/${id}`).length === 2);
    expect(callsTo(orderPath(id)).map(({ method, query }) => [method, query.get('exported')])).toEqual([
      ['PUT', 'true'],
    ]);
  });

  it('that Coupa refuses is answered with the words of Coupa', async () => {
    const id = nextId();
    answers.set(orderPath(id), answerWith({ errors: { exported: ['is not yours to set'] } }, 400));
    await send(prefix, 'coupa.command.purchase-order.v1', `purchase-order/${id}`, command(id));
    const { value } = await outcomes.waitFor(({ key }) => key === `purchase-order/${id}`);
    expect(value).toMatchObject({
      result: 'refused',
      refusals: [{ step: 'exported', code: '400', field: 'exported', message: 'exported: is not yours to set' }],
    });
  });

  it('that cannot be read is refused all the same, so that its sync does not wait', async () => {
    const id = nextId();
    const commandId = newId();
    const headers = { ce_commandid: commandId, ce_destination: 'coupa' };
    await sendRaw(prefix, 'coupa.command.purchase-order.v1', { key: `purchase-order/${id}`, value: '{"st', headers });
    const { value } = await outcomes.waitFor(({ key }) => key === `purchase-order/${id}`);
    expect(value).toMatchObject({
      commandId,
      destination: 'coupa',
      result: 'refused',
      refusals: [{ code: 'unreadable' }],
    });
    expect(value).toHaveProperty('message', expect.stringContaining('dead letters'));
  });

  it('T42: leaves most requests to the fetches, as what comes in goes first', async () => {
    const first = nextId();
    const writtenBack = Array.from({ length: 7 }, nextId);
    const announced = Array.from({ length: 7 }, nextId);
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    for (const id of [...writtenBack, ...announced]) answers.set(orderPath(id), answerWith(order(id)));
    answers.set(orderPath(first), async (call, response) => {
      await released;
      return answerWith(order(first))(call, response);
    });
    await notify(first);
    await eventually(() => callsTo(orderPath(first)).length === 1);
    const before = calls.length;
    for (const id of writtenBack)
      await send(prefix, 'coupa.command.purchase-order.v1', `purchase-order/${id}`, command(id));
    for (const id of announced) await notify(id);
    for (const id of [...writtenBack, ...announced]) await eventually(() => isCommanded(id));
    release();
    for (const id of writtenBack) await outcomes.waitFor(({ key }) => key === `purchase-order/${id}`);
    const sent = calls.slice(before).filter(({ path }) => /orders\/\d+$/.test(path));
    const writeBacks = sent.slice(0, 7).filter(({ method }) => method === 'PUT');
    expect(writeBacks.length).toBeLessThanOrEqual(3);
  });

  it('whose answer is lost is sent again when that is safe', async () => {
    const id = nextId();
    let isFirst = true;
    answers.set(orderPath(id), (call, response) => {
      if (!isFirst) return answerWith({ id: Number(id), exported: true })(call, response);
      isFirst = false;
      response.socket?.destroy();
    });
    await send(prefix, 'coupa.command.purchase-order.v1', `purchase-order/${id}`, command(id));
    const { value } = await outcomes.waitFor(
      (message) => message.key === `purchase-order/${id}` && message.value.result !== 'pending',
      { withinMs: 30_000 },
    );
    expect(value.result).toBe('ok');
    expect(callsTo(orderPath(id))).toHaveLength(2);
  });
});
