import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '@sluice/testing/eventually';
import { startToy } from '@sluice/testing/toys/toy-app';
import { ToyEndpoints } from '@sluice/testing/toys/toy-endpoints';
import { toyWorld, type ToyWorld } from '@sluice/testing/toys/toy-world';
import type { RunningApp } from '../start-app.js';

let world: ToyWorld;
let app: RunningApp;
const token = 'a-token-for-tests-only';
const lines: { level: string; req?: { url: string } }[] = [];

const call = async (path: string, init: RequestInit = {}) => {
  const answer = await fetch(`${app.url}${path}`, init);
  return { status: answer.status, body: (await answer.json()) as unknown };
};
const bearing = (value: string): RequestInit => ({ headers: { authorization: `Bearer ${value}` } });

/** That Postgres has answered for this app. */
const statements = async (): Promise<number> => {
  const [row] = await world.query<{ count: string }>(
    `SELECT xact_commit AS count FROM pg_stat_database WHERE datname = current_database()`,
  );
  return Number(row?.count);
};

beforeAll(async () => {
  world = await toyWorld('po-sync');
  app = await startToy(
    'po-sync',
    world.environment({ LOG_LEVEL: 'info', SLUICE_API_TOKEN: token, METRICS_OPEN: 'off' }),
    undefined,
    {
      work: () => ({ module: ToyEndpoints }),
      rawBody: true,
      bodyLimitBytes: 1_000,
      logDestination: { write: (line) => void lines.push(JSON.parse(line) as (typeof lines)[number]) },
    },
  );
});

afterAll(async () => {
  await app?.stop();
  await world?.end();
});

describe('routes under /api and /internal', () => {
  it('answer with the bearer token only', async () => {
    expect(await call('/api/records', bearing(token))).toEqual({ status: 200, body: { records: ['one'] } });
    for (const init of [{}, bearing(`${token}x`), bearing('')])
      expect(await call('/api/records', init)).toMatchObject({
        status: 401,
        body: { error: { code: 'not-authorized' } },
      });
    expect(await call('/API/records')).toMatchObject({ status: 401 });
  });

  it('read no body of a caller without the token, and no large one where it is not needed', async () => {
    const large = { method: 'POST', body: 'x'.repeat(2_000) };
    expect((await call('/api/records', large)).status).toBe(401);
    expect((await call('/api/records', { ...large, ...bearing(token) })).status).toBe(413);
  });

  it('are guarded also where a request names the whole address', async () => {
    const { hostname, port } = new URL(app.url);
    const socket = connect(Number(port), hostname);
    socket.end(`GET http://${hostname}:${port}/api/records HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('and the metrics too, unless they are open to all', async () => {
    expect(await call('/metrics')).toMatchObject({ status: 401, body: { error: { code: 'not-authorized' } } });
    expect(await call('/METRICS/')).toMatchObject({ status: 401 });
    expect((await fetch(`${app.url}/metrics`, bearing(token))).status).toBe(200);
    const open = await startToy('po-sync', world.environment({ METRICS_OPEN: 'on' }), undefined, { work: () => ({}) });
    const { status } = await fetch(`${open.url}/metrics`);
    await open.stop();
    expect(status).toBe(200);
  });

  it('reveal nothing of a bug but that there is one', async () => {
    const { status, body } = await call('/internal/bug', bearing(token));
    expect(status).toBe(500);
    expect(body).toEqual({
      error: {
        code: 'unexpected',
        message: expect.not.stringContaining('password'),
        docs: 'docs/errors/unexpected.md',
      },
    });
  });
});

it('every answer says that it is not to be kept, framed or taken for something else', async () => {
  for (const path of ['/health/live', '/nowhere', '/api/records']) {
    const { headers } = await fetch(`${app.url}${path}`);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
  }
});

/** Otherwise whoever can reach the app keeps its database busy. */
it('strangers who ask whether the app is ready are answered from one check in a while', async () => {
  const before = await statements();
  await Promise.all(Array.from({ length: 50 }, () => call('/health/ready')));
  expect((await statements()) - before).toBeLessThan(20);
});

describe('a public route', () => {
  it('gives the bytes of a body as they came, whatever they are', async () => {
    const body = Buffer.from([0xff, 0x7b, 0x00]);
    expect(await call('/open', { method: 'POST', body, headers: { 'content-type': 'text/odd' } })).toEqual({
      status: 201,
      body: { bytes: body.toString('base64') },
    });
  });

  it('refuses a body above the limit', async () => {
    expect(await call('/open', { method: 'POST', body: 'x'.repeat(1_001) })).toMatchObject({
      status: 413,
      body: { error: { code: 'body-too-large' } },
    });
  });

  it('refuses a compressed body: a signature covers the bytes that were sent', async () => {
    const headers = { 'content-encoding': 'gzip' };
    expect(await call('/open', { method: 'POST', body: gzipSync('{"id":1}'), headers })).toEqual({
      status: 415,
      body: {
        error: {
          code: 'content-type-unsupported',
          message: 'content encoding unsupported',
          docs: 'docs/errors/content-type-unsupported.md',
        },
      },
    });
  });

  it('answers a route that does not exist in the same format', async () => {
    expect(await call('/nowhere')).toMatchObject({
      status: 404,
      body: { error: { code: 'not-found', docs: 'docs/errors/not-found.md' } },
    });
  });
});

it('a caller’s mistake is logged without a warning: outsiders cannot fill the log with them', async () => {
  await call('/api/records?by=outsider');
  await call('/nowhere?by=outsider');
  const logged = await eventually(() => {
    const those = lines.filter(({ req }) => req?.url.endsWith('by=outsider'));
    return those.length === 2 && those;
  });
  expect(logged.map(({ level }) => level)).toEqual(['info', 'info']);
});

it('a caller who guesses tokens is told to wait; whoever bears the token is not', async () => {
  const statuses = new Set<number>();
  for (let guess = 0; guess < 60; guess += 1)
    statuses.add((await call('/api/records', bearing(`guess-${guess}`))).status);
  expect([...statuses]).toEqual([401, 429]);
  const { status, headers } = await fetch(`${app.url}/api/records`);
  expect({ status, wait: Number(headers.get('retry-after')) > 0 }).toEqual({ status: 429, wait: true });
  expect((await call('/api/records', bearing(token))).status).toBe(200);
});
