import type { ServerResponse } from 'node:http';
import { beforeAll, expect, it } from 'vitest';
import { eventually } from '@sluice/testing/eventually';
import { send, type Collection } from '@sluice/testing/kafka';
import { GatewayUnderTest } from '../../tests/gateway-under-test.js';

/** Coupa with 120 suppliers that nobody ever announced, and nothing that polls. */
const count = 120;
const fetched: string[] = [];
let beforeAnswer: ((path: string, query: URLSearchParams, response: ServerResponse) => boolean) | undefined;

const sut = new GatewayUnderTest(
  (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://peer');
    answer(pathname, searchParams, response);
  },
  { SLUICE_TIME_SCALE: '0.2', COUPA_POLL: 'off' },
);
const { prefix } = sut;
let snapshots: Collection<'coupa.supplier.v1'>;
let audit: Collection<'audit.v1'>;

beforeAll(async () => {
  [snapshots, audit] = await Promise.all([sut.collect('coupa.supplier.v1'), sut.collect('audit.v1')]);
});

function answer(path: string, query: URLSearchParams, response: ServerResponse): void {
  if (path === '/oauth2/token') return json(response, { access_token: 'a', token_type: 'bearer', expires_in: 86_399 });
  if (beforeAnswer?.(path, query, response) === true) return;
  if (path !== '/api/suppliers') {
    const id = path.split('/').at(-1) ?? '';
    fetched.push(id);
    return json(response, supplier(Number(id)));
  }
  const after = Number(query.get('id[gt]') ?? 0);
  const listed = Array.from({ length: count }, (_, index) => index + 1).filter((id) => id > after);
  json(response, listed.slice(0, Number(query.get('limit'))).map(supplier));
}

const supplier = (id: number) => ({
  id,
  name: `Supplier ${id}`,
  status: 'active',
  'updated-at': '2026-01-05T09:00:00+00:00',
});

function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

const ask = (by: string, at = new Date().toISOString()) =>
  send(prefix, 'operator.v1', 'supplier/all', {
    action: 'load',
    document: { type: 'supplier', id: 'all' },
    by,
    at,
  });
const told = (action: string, by?: string) =>
  audit.waitFor(({ value }) => value.action === action && (by === undefined || value.by === by), { withinMs: 50_000 });
const ended = (loads: number) =>
  eventually(() => audit.messages.filter(({ value }) => value.action === 'load-listed').length >= loads, {
    withinMs: 50_000,
  });
const loaded = (times: number) =>
  eventually(
    () => {
      const seen = Map.groupBy(snapshots.messages, ({ key }) => key);
      return seen.size === count && [...seen.values()].every((messages) => messages.length >= times);
    },
    { withinMs: 50_000 },
  );

it('a load walks Coupa’s whole list once and brings every document at the priority of a first load, also after a crash', async () => {
  // While the second page is awaited the gateway is stopped; what was announced meanwhile passes what is still to come.
  let stopped: Promise<void> | undefined;
  beforeAnswer = (path, query) => {
    if (path === '/api/suppliers' && query.get('id[gt]') === '50' && stopped === undefined) {
      stopped = sut.stop();
      return true;
    }
    return false;
  };
  await ask('ada');
  expect((await told('load-begun')).value).toMatchObject({ by: 'ada', details: { type: 'supplier', listed: 0 } });
  await eventually(() => stopped !== undefined, { withinMs: 50_000 });
  await stopped;
  await sut.start();
  await loaded(1);
  const { value } = await told('load-listed');
  expect(value).toMatchObject({ details: { type: 'supplier', listed: count } });
  expect(value.summary).toBe(
    'Coupa’s list of all suppliers is read to its end: it has 120, and each of them is fetched',
  );
  expect(new Set(snapshots.messages.map(({ headers }) => headers['ce_slpriority']))).toEqual(new Set(['first-load']));
});

it('what is announced while a load is under way passes it, and so does its snapshot', async () => {
  beforeAnswer = undefined;
  const before = fetched.length;
  const published = snapshots.messages.length;
  await ask('ben');
  await told('load-begun', 'ben');
  // The last of the first page is announced as soon as its fetch waits in line.
  await eventually(async () => {
    const rows = await sut.database.query(`SELECT 1 FROM coupa_document WHERE id = '50' AND fetching IS NOT NULL`);
    return rows.length > 0;
  });
  const document = { type: 'supplier' as const, id: '50' };
  await send(prefix, 'coupa.notice.v1', 'supplier/50', {
    document,
    reason: 'webhook',
    noticedAt: new Date().toISOString(),
  });
  await loaded(2);
  const live = snapshots.messages.slice(published).find(({ key }) => key === 'supplier/50');
  expect(live?.headers['ce_slpriority']).toBeUndefined();
  expect(fetched.slice(before).indexOf('50')).toBeLessThan(49);
});

it('a load that is asked for while one runs says who asked before, and begins no second one', async () => {
  let held: (() => void) | undefined;
  beforeAnswer = (path, query, response) => {
    if (path !== '/api/suppliers' || query.get('id[gt]') !== null || held !== undefined) return false;
    held = () => json(response, []);
    return true;
  };
  const at = new Date().toISOString();
  await ask('cleo', at);
  await eventually(() => held !== undefined, { withinMs: 50_000 });
  await ask('dan');
  const { value } = await told('load-under-way');
  expect(value).toMatchObject({ by: 'dan' });
  expect(value.summary).toContain('cleo asked for them');
  held?.();
  await audit.waitFor(({ value: entry }) => entry.action === 'load-listed' && entry.details?.['listed'] === 0);
  // The same request read again, from the beginning of its topic for one.
  await ask('cleo', at);
  await ask('eve');
  await told('load-begun', 'eve');
  expect(
    audit.messages.filter(({ value: entry }) => entry.action === 'load-begun' && entry.by === 'cleo'),
  ).toHaveLength(1);
});

it('a load that Coupa refuses keeps its place, and goes on from there when it is asked for again', async () => {
  await ended(4);
  beforeAnswer = (path, query, response) => {
    if (path !== '/api/suppliers' || query.get('id[gt]') !== '50') return false;
    json(response, { errors: { base: ['Your client may not do this'] } }, 403);
    return true;
  };
  await ask('fay');
  const { value } = await told('load-broken-off');
  expect(value.details).toEqual({ type: 'supplier', listed: 50 });
  const pages: (string | null)[] = [];
  beforeAnswer = (path, query) => {
    if (path === '/api/suppliers') pages.push(query.get('id[gt]'));
    return false;
  };
  await ask('gil');
  expect((await told('load-begun', 'gil')).value.summary).toContain('after the 50 that were listed');
  await ended(5);
  expect(pages).toEqual(['50', '100']);
  const [cursor] = await sut.database.query(
    `SELECT watermark, reading, round FROM cursor WHERE name = 'supplier/load'`,
  );
  expect(cursor).toMatchObject({ reading: null, round: null });
});
