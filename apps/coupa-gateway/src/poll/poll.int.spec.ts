import type { ServerResponse } from 'node:http';
import { beforeAll, expect, it } from 'vitest';
import { traceIdOf } from '@sluice/runtime/tracing/traceparent';
import { eventually } from '@sluice/testing/eventually';
import type { Collection } from '@sluice/testing/kafka';
import { GatewayUnderTest } from '../../tests/gateway-under-test.js';

interface Order {
  readonly id: number;
  readonly status: string;
  readonly exported: boolean;
  readonly revision: number;
  readonly changedAt: Date;
}

/** Coupa, as far as its list of orders goes: the filters, the order and the size of a page that the poll relies on. */
const orders = new Map<number, Order>();
const pages: URLSearchParams[] = [];
let beforePage: ((query: URLSearchParams, response: ServerResponse) => boolean) | undefined;
const sut = new GatewayUnderTest(
  (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://peer');
    answer(pathname, searchParams, response);
  },
  // Pages and fetches share one queue: a lease must not run out while it is worked off.
  { SLUICE_TIME_SCALE: '0.2', COUPA_POLL_INTERVAL: '5' },
);
let snapshots: Collection<'coupa.purchase-order.v1'>;
let audit: Collection<'audit.v1'>;

// Left from before Sluice was there: not exported yet, and too many for one page.
for (let id = 1; id <= 60; id += 1) change(id, { changedAt: new Date('2026-01-05T09:00:00Z') });

beforeAll(async () => {
  [snapshots, audit] = await Promise.all([sut.collect('coupa.purchase-order.v1'), sut.collect('audit.v1')]);
});

function answer(path: string, query: URLSearchParams, response: ServerResponse): void {
  if (path === '/oauth2/token') return json(response, { access_token: 'a', token_type: 'bearer', expires_in: 86_399 });
  if (path === '/api/suppliers') return json(response, []);
  if (path !== '/api/purchase_orders') {
    const order = orders.get(Number(path.split('/').at(-1)));
    return order === undefined ? json(response, { errors: 'none' }, 404) : json(response, bodyOf(order));
  }
  if (beforePage?.(query, response) === true) return;
  pages.push(query);
  const statuses = query.get('status[in]')?.split(',') ?? [];
  const exported = query.get('exported');
  const since = Date.parse(query.get('updated_at[gt_or_eq]') ?? '1970-01-01T00:00:00Z');
  const listed = [...orders.values()]
    .filter((order) => statuses.includes(order.status) && order.changedAt.getTime() >= since)
    .filter((order) => exported === null || String(order.exported) === exported)
    .filter((order) => order.id > Number(query.get('id[gt]') ?? 0))
    .toSorted((one, other) => one.id - other.id)
    .slice(0, Number(query.get('limit')));
  json(response, listed.map(bodyOf));
}

const bodyOf = ({ id, status, exported, revision, changedAt }: Order) => ({
  id,
  'po-number': String(id),
  status,
  exported,
  'internal-revision': revision,
  'updated-at': changedAt.toISOString(),
});

function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function change(id: number, over: Partial<Order> = {}): void {
  const known = orders.get(id);
  orders.set(id, {
    id,
    status: 'issued',
    exported: false,
    ...known,
    revision: (known?.revision ?? 0) + 1,
    changedAt: new Date(),
    ...over,
  });
}

const snapshotsOf = (id: number) => snapshots.messages.filter(({ key }) => key === `purchase-order/${id}`);
const seen = (id: number, revision: number) =>
  snapshots.waitFor(
    ({ value }) => 'body' in value && value.body.id === String(id) && value.body['internal-revision'] === revision,
    { withinMs: 50_000 },
  );
/** Runs two rounds of a poll query: whatever the first one was in the middle of, the second sees everything. */
async function poll(pollQuery: string): Promise<void> {
  for (let round = 1; round <= 2; round += 1) {
    const begun = await sut.database.query<{ ended_at: Date | null }>('SELECT ended_at FROM cursor WHERE name = $1', [
      pollQuery,
    ]);
    await sut.database.query('UPDATE cursor SET due_at = now() WHERE name = $1 AND reading IS NULL', [pollQuery]);
    await eventually(
      async () => {
        const ended = await sut.database.query<{ ended_at: Date | null }>(
          'SELECT ended_at FROM cursor WHERE name = $1',
          [pollQuery],
        );
        return ended[0]?.ended_at?.getTime() !== begun[0]?.ended_at?.getTime();
      },
      { withinMs: 25_000 },
    );
  }
}

it('T11: what was never announced is found, page by page, also while documents leave the list', async () => {
  // As soon as the first page was read its documents are exported: with an offset, the next ones would be passed over.
  beforePage = (query) => {
    const after = Number(query.get('id[gt]') ?? 0);
    if (query.get('exported') === 'false' && after > 0)
      for (const order of orders.values()) if (order.id <= after) change(order.id, { ...order, exported: true });
    return false;
  };
  await eventually(() => snapshots.messages.length >= 60, { withinMs: 50_000 });
  beforePage = undefined;
  expect(new Set(snapshots.messages.map(({ key }) => key)).size).toBe(60);
  const entry = await audit.waitFor(({ value }) => value.action === 'found-by-poll');
  expect(entry.value).toMatchObject({ app: 'coupa-gateway', details: { pollQuery: 'not-exported' } });
  // The find begins a trace, as an event does at its door.
  const found = snapshots.messages.find(({ key }) => key === entry.key);
  expect(traceIdOf(found?.headers['traceparent'])).toBe(traceIdOf(entry.headers['traceparent']));
});

it('T16: what is held in the very state that Coupa shows is not fetched again', async () => {
  change(200);
  await seen(200, 1);
  await poll('purchase-order/not-exported');
  await poll('purchase-order/changed');
  expect(snapshotsOf(200)).toHaveLength(1);
  const [row] = await sut.database.query<{ requested: string }>('SELECT requested FROM coupa_document WHERE id = $1', [
    '200',
  ]);
  // By both lists at most, in the moment in which it appeared.
  expect(Number(row?.requested)).toBeLessThanOrEqual(2);
});

it('T11: a change of an exported order is found by its time of change, a cancelled one in either spelling', async () => {
  for (const id of [301, 302, 303]) change(id, { exported: true });
  for (const id of [301, 302, 303]) await seen(id, 1);
  change(301);
  change(302, { status: 'cancelled' });
  change(303, { status: 'canceled' });
  for (const id of [301, 302, 303]) await seen(id, 2);
});

it('a document that is not final yet is left alone until it is', async () => {
  change(400, { status: 'draft' });
  await poll('purchase-order/changed');
  expect(snapshotsOf(400)).toEqual([]);
  change(400, { status: 'issued' });
  await seen(400, 2);
});

it('T43: a page to log in, or a list that breaks off, is no empty list: the round goes on where it was', async () => {
  let spoilt = 0;
  beforePage = (query, response) => {
    if (query.get('exported') !== 'false' || spoilt >= 2) return false;
    spoilt += 1;
    if (spoilt === 1) response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Please log in</html>');
    else response.socket?.destroy();
    return true;
  };
  await eventually(() => spoilt === 2, { withinMs: 50_000 });
  beforePage = undefined;
  change(500);
  await seen(500, 1);
  expect(audit.messages.filter(({ value }) => value.action === 'poll-failed')).toEqual([]);
});

it('one row that names no document stops no others, and is told', async () => {
  change(550, { exported: true });
  beforePage = (query, response) => {
    if (query.get('exported') === 'false' || query.get('limit') === '1') return false;
    json(response, [{ 'po-number': 'PO-549' }, ...[...orders.values()].filter(({ id }) => id === 550).map(bodyOf)]);
    return true;
  };
  await seen(550, 1);
  const { value } = await audit.waitFor(({ value: entry }) => entry.action === 'poll-rows-passed-over');
  expect(value.summary).toContain('row 1: id: names no document');
  beforePage = undefined;
});

const watermarkOfChanged = async (): Promise<unknown> =>
  (await sut.database.query(`SELECT watermark FROM cursor WHERE name = 'purchase-order/changed'`))[0];

it('a list that is answered 404 without a body has not ended: the watermark stays, and what came after is found', async () => {
  await poll('purchase-order/changed');
  const before = await watermarkOfChanged();
  // Those of the first page are known; the second page holds the new one.
  for (let id = 700; id <= 750; id += 1) change(id, { exported: true });
  beforePage = (query, response) => {
    const isProbe = query.get('limit') === '1';
    if (isProbe || query.get('exported') === 'false' || Number(query.get('id[gt]') ?? 0) < 700) return false;
    response.writeHead(404).end();
    return true;
  };
  const failed = await audit.waitFor(({ value }) => value.action === 'poll-failed', { withinMs: 50_000 });
  expect(failed.value.summary).toContain('answers 404 without a body');
  expect(await watermarkOfChanged()).toEqual(before);
  beforePage = undefined;
  await seen(750, 1);
});

it('once a day it is said how many documents Coupa has and how many are held, and what is missing is fetched', async () => {
  change(600);
  await seen(600, 1);
  // The other poll queries would find it sooner.
  await eventually(async () => {
    const paused = await sut.database.query(
      `UPDATE cursor SET due_at = now() + interval '1 hour' WHERE name NOT LIKE '%count' AND reading IS NULL RETURNING 1`,
    );
    return paused.length === 3;
  });
  await sut.database.query('DELETE FROM coupa_document WHERE id = $1', ['600']);
  await poll('purchase-order/count');
  const { value } = await audit.waitFor(
    ({ value: entry }) => entry.action === 'documents-counted' && JSON.stringify(entry.details).includes('"600"'),
  );
  const { coupa, held } = value.details as { coupa: number; held: number };
  expect(coupa).toBeGreaterThan(0);
  expect(held).toBe(coupa - 1);
  expect(value.summary).toContain(`Coupa has ${coupa} final purchase orders, Sluice holds ${held}; fetched now: 600`);
  const figures = await (await fetch(`${sut.url}/metrics`)).text();
  expect(figures).toMatch(/sluice_coupa_documents\{type="purchase-order",where="coupa",app="coupa-gateway"\} \d+/);
  expect(figures).toMatch(/sluice_coupa_poll_age_seconds\{poll_query="purchase-order\/changed",app="coupa-gateway"\}/);
});
