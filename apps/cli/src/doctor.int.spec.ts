import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { config } from '@sluice/console/config';
import { start } from '@sluice/console/start';
import type { RunningApp } from '@sluice/runtime/start-app';
import { start as startSandbox } from '@sluice/sandbox/start';
import { topicNames } from '@sluice/shared/topics';
import { testDatabase, type TestDatabase } from '@sluice/testing/database-per-file';
import { createTopics, deletePrefix, send, testPrefix } from '@sluice/testing/kafka';
import { testEnvironment } from '@sluice/testing/test-environment';
import { eventually } from '@sluice/testing/eventually';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfigs, loadMigrations } from './load-apps.js';
import { runSluice } from './run-sluice.js';

const prefix = testPrefix();
const adminToken = 'an-admin-token-for-tests';
let database: TestDatabase;
let console: RunningApp;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let folder: string;
let environment: Record<string, string>;

beforeAll(async () => {
  database = await testDatabase(...(await loadMigrations()));
  await createTopics(prefix, topicNames);
  folder = await mkdtemp(join(tmpdir(), 'sluice-doctor-'));
  sandbox = await startSandbox({
    host: '127.0.0.1',
    port: 0,
    adminToken,
    coupaClientId: 'sluice',
    coupaClientSecret: 'the-coupa-secret',
    webhookUrl: 'http://127.0.0.1:1/webhooks/coupa',
    webhookSecret: 'a-webhook-secret-for-tests',
    tenant: 'SANDBOX_TST',
    timeScale: 0.05,
  });
  await writeFile(join(folder, 'sandbox.ionapi'), await admin('GET', '/admin/ionapi'), { mode: 0o600 });
  await admin('PUT', '/admin/m3/master', {
    companies: [
      { cono: 100, divisions: [{ divi: 'AAA', facilities: ['F01'], warehouses: [{ whlo: 'W01', faci: 'F01' }] }] },
    ],
    orderTypes: [{ cono: 100, ORTY: 'C01' }],
  });
  const common = testEnvironment({ prefix, databaseUrl: database.url });
  console = await start(config.parse(common));
  environment = {
    ...(await examples()),
    ...common,
    SLUICE_CONSOLE_URL: console.url,
    COUPA_WEBHOOK_SECRET: 'a-webhook-secret-for-tests',
    COUPA_URL: `${sandbox.url}/coupa`,
    COUPA_CLIENT_ID: 'sluice',
    COUPA_CLIENT_SECRET: 'the-coupa-secret',
    IONAPI_FILE: join(folder, 'sandbox.ionapi'),
    M3_COMPANY: '100',
    M3_DIVISION: 'AAA',
    M3_BATCH_ORIGIN: 'COUPA',
    M3_ORDER_TYPE: 'C01',
    COMPANY_TIME_ZONE: 'Europe/Brussels',
    ORDERS_SINCE: 'all',
  };
});

afterAll(async () => {
  await console?.stop();
  await sandbox?.stop();
  await database?.drop();
  await deletePrefix(prefix);
  await rm(folder, { recursive: true, force: true });
});

/** The settings that every app requires, by their examples. */
const examples = async (): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await loadConfigs())
      .flatMap(({ settings }) => settings)
      .filter(({ schema }) => !schema.safeParse(undefined).success)
      .map(({ name, example = '' }) => [name, example]),
  );

async function admin(method: string, path: string, body?: unknown): Promise<string> {
  const answer = await fetch(`${sandbox.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
  return text;
}

const sluice = (line: string, more: Record<string, string> = {}) => run(line, { ...environment, ...more }, folder);

async function run(line: string, variables: Record<string, string>, where: string) {
  let out = '';
  let err = '';
  const code = await runSluice(line.split(' '), {
    environment: variables,
    folder: where,
    user: 'Mieke Peeters',
    out: (text) => (out += text),
    err: (text) => (err += text),
  });
  return { code, out, err };
}

interface PrintedFinding {
  readonly check: string;
  readonly state: string;
  readonly detail: string;
  readonly hint?: string;
}

async function doctor(more: Record<string, string> = {}, options = '') {
  const { out, ...rest } = await sluice(`doctor -o json${options}`, more);
  const { findings, requests } = JSON.parse(out) as {
    findings: PrintedFinding[];
    requests: { coupa: number; m3: number };
  };
  const finding = (check: string): PrintedFinding | undefined => findings.find((one) => one.check === check);
  return { ...rest, findings, requests, finding, bad: findings.filter(({ state }) => state === 'failed') };
}

/** Whoever sets up an installation learns here what is wrong, before the first order is stuck. */
describe('the doctor', () => {
  it('finds nothing wrong where all is well, and says what that cost', async () => {
    const { code, err, bad, requests, finding, findings } = await doctor();
    expect(err).toBe('Asking Coupa and M3; each answer is waited for up to 30 and 60 s …\n');
    expect(bad).toEqual([]);
    expect(code).toBe(0);
    expect(requests.coupa).toBeGreaterThan(0);
    expect(requests.m3).toBeGreaterThan(0);
    for (const check of [
      'postgres',
      'brokers',
      'topics',
      'console',
      'group of console',
      'coupa token',
      'm3 user',
      'm3 authority',
    ])
      expect([check, finding(check)?.state]).toEqual([check, 'ok']);
    expect(finding('m3 PPS370MI FinishEntry')).toMatchObject({ state: 'ok' });
    expect(findings.filter(({ detail }) => detail.includes('fewer characters'))).toEqual([]);
    expect(finding('group of po-sync')).toMatchObject({ state: 'warning' });
    expect(finding('ingress')).toMatchObject({ state: 'unknown', hint: expect.stringContaining('SLUICE_APP_URLS') });
  });

  /** What the demo and `npm start` leave is all that a newcomer has. */
  it('finds the same by the settings that a running installation left, and so does ping', async () => {
    const clone = join(folder, 'clone');
    await mkdir(join(clone, '.sluice'), { recursive: true });
    await writeFile(join(clone, '.sluice', 'local.json'), JSON.stringify(environment));
    const inClone = (line: string) => run(line, {}, clone);
    const { code, out } = await inClone('doctor -o json');
    const { findings } = JSON.parse(out) as { findings: PrintedFinding[] };
    expect([code, findings.filter(({ state }) => state === 'failed')]).toEqual([0, []]);
    expect(findings).toContainEqual(expect.objectContaining({ check: 'coupa token', state: 'ok' }));
    for (const system of ['coupa', 'm3']) expect(await inClone(`ping ${system}`)).toMatchObject({ code: 0 });
  });

  it('names an order type that M3 does not have, with those that it has', async () => {
    const { code, finding } = await doctor({ M3_ORDER_TYPE: 'XX9' });
    expect(code).toBe(2);
    expect(finding('m3 order type')).toMatchObject({ state: 'failed', hint: expect.stringContaining('C01') });
  });

  it('goes on when one thing is away, and ends by the cause', async () => {
    const { code, finding } = await doctor({
      DATABASE_URL: 'postgres://sluice@127.0.0.1:1/sluice',
      COUPA_CLIENT_SECRET: 'another',
    });
    expect(code).toBe(3);
    expect(finding('postgres')).toMatchObject({ state: 'failed', detail: expect.stringMatching(/does not answer/) });
    expect(finding('coupa token')).toMatchObject({
      state: 'failed',
      hint: expect.stringMatching(/COUPA_CLIENT_SECRET/),
    });
    expect(finding('topics')).toMatchObject({ state: 'ok' });
  });

  it('names the app that cannot use its settings, and checks the others', async () => {
    const { code, finding } = await doctor({ IONAPI_FILE: join(folder, 'none.ionapi') }, ' --inside');
    expect(code).toBe(2);
    expect(finding('configuration of cloudsuite-gateway')?.detail).toMatch(/IONAPI_FILE/);
    expect(finding('postgres')).toMatchObject({ state: 'ok' });
  });

  it('checks Postgres and Kafka also where no app has all its settings', async () => {
    const { finding } = await doctor({ SLUICE_API_TOKEN: 'short' }, ' --inside');
    expect(finding('configuration of console')).toMatchObject({ state: 'failed' });
    for (const check of ['postgres', 'topics']) expect(finding(check)).toMatchObject({ state: 'ok' });
  });

  it('does not count the marker of a transaction as an unread message', async () => {
    await writeFile(join(folder, 'rows.csv'), 'table,key,unit,decimals\nunit,EA,PCE,0\n');
    expect(await sluice('mappings import rows.csv')).toMatchObject({ code: 0 });
    await eventually(async () => (await sluice('mappings list')).out.includes('EA'));
    await eventually(async () => {
      const { finding } = await doctor({}, ' --inside');
      return finding('group of console')?.detail === '1 member(s), has read everything';
    });
  });

  it('counts the documents that need a person', async () => {
    await send(prefix, 'status.v1', 'purchase-order/7000', {
      document: { type: 'purchase-order', id: '7000' },
      title: 'PO 7000',
      status: 'Needs attention',
      destinations: [],
      at: '2026-03-09T17:12:13.200Z',
    });
    await eventually(
      async () => (await doctor({}, ' --inside')).finding('documents in Needs attention')?.detail === '1',
    );
  });

  it('shows the rows that documents wait for', async () => {
    await send(prefix, 'status.v1', 'purchase-order/7001', {
      document: { type: 'purchase-order', id: '7001' },
      title: 'PO 7001',
      status: 'Waiting',
      waitingFor: ['mapping.v1/unit/BOX'],
      destinations: [],
      at: '2026-03-09T17:12:13.200Z',
    });
    await eventually(async () => (await sluice('mappings missing')).out.includes('BOX'));
    const { finding } = await doctor({}, ' --inside');
    expect(finding('mappings')).toMatchObject({ state: 'warning', detail: expect.stringContaining('unit/BOX (1)') });
  });

  it('prints for people, without colour where the output is no screen', async () => {
    const { out } = await sluice('doctor --inside --all');
    expect(out).toMatch(/^√ topics: are as the registry says$/m);
    expect(out).toMatch(/^‼ group of po-sync: no consumer is in .*\n {4}→ Start po-sync/m);
    expect(out).not.toContain('\u001B');
    const short = (await sluice('doctor --inside')).out.trimEnd().split('\n');
    expect(short).toContainEqual(expect.stringMatching(/^√ Postgres: \d+ check\(s\) passed$/));
    expect(short.at(-1)).toMatch(/^Nothing has failed: \d+ warning\(s\), \d+ could not be checked, \d+ passed\.$/);
  });

  it('ends with a verdict that names what failed', async () => {
    const { code, out, err } = await sluice('doctor --inside', {
      DATABASE_URL: 'postgres://sluice@127.0.0.1:1/sluice',
    });
    expect(code).toBe(3);
    expect(out.trimEnd().split('\n').at(-1)).toMatch(/check\(s\) failed: .*postgres.*\. Begin with postgres\.$/);
    expect(err).toBe('');
  });

  /** Not every tenant has every program, and none of these is needed for an order. */
  it('goes on where M3 lacks a program that only the doctor asks: unknown, not failed', async () => {
    await admin('PUT', '/admin/m3/settings', { lackingPrograms: ['PPS095MI', 'AUTCHKMI'] });
    try {
      const { code, bad, finding } = await doctor();
      expect([code, bad]).toEqual([0, []]);
      for (const [check, program] of [
        ['m3 order type', 'PPS095MI'],
        ['m3 authority', 'AUTCHKMI'],
      ] as const) {
        expect(finding(check)).toMatchObject({ state: 'unknown', detail: expect.stringContaining(program) });
        expect(finding(check)?.hint).not.toMatch(/give/i);
      }
      expect(finding('m3 PPS370MI FinishEntry')).toMatchObject({ state: 'ok' });
    } finally {
      await admin('PUT', '/admin/m3/settings', { lackingPrograms: [] });
    }
  });
});

describe('ping', () => {
  it.each([
    ['coupa', /^Coupa at http.* answers and lets orders be read\. It took \d+ ms and \d request\(s\)\.\n$/],
    ['m3', /^M3 of SANDBOX_TST at http:\S+ answers as user \w+, in company 100\. It took/],
  ])('%s says that it answers', async (system, said) => {
    expect(await sluice(`ping ${system}`)).toMatchObject({ code: 0, out: expect.stringMatching(said) });
  });

  it.each([
    ['coupa', /^Asking Coupa at http:\S+; each answer is waited for up to 30 s …\n$/],
    ['m3', /^Asking M3 of SANDBOX_TST at http:\S+; each answer is waited for up to 60 s …\n$/],
  ])('%s names the address that it asks, and how long that may take', async (system, said) => {
    expect((await sluice(`ping ${system}`)).err).toMatch(said);
  });

  it('ends with 4 where the credentials are refused', async () => {
    const { code, err } = await sluice('ping coupa', { COUPA_CLIENT_SECRET: 'another' });
    expect([code, err]).toEqual([4, expect.stringMatching(/Coupa gives no token/)]);
  });

  /** Where the network lets only a proxy out, the doctor must not call Coupa dead that the gateways reach. */
  it.each(['coupa', 'm3'])('%s is asked through the proxy that the gateways use', async (system) => {
    const asked: string[] = [];
    const proxy = createServer().on('connect', (request: IncomingMessage, socket: Socket) => {
      asked.push(request.url ?? '');
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await once(proxy.listen(0, '127.0.0.1'), 'listening');
    try {
      const ionApi = join(folder, 'far.ionapi');
      const file = JSON.parse(await readFile(join(folder, 'sandbox.ionapi'), 'utf8')) as Record<string, string>;
      await writeFile(
        ionApi,
        JSON.stringify({ ...file, iu: 'https://m3.example', pu: 'https://m3.example/SANDBOX_TST/as/' }),
        { mode: 0o600 },
      );
      const { port } = proxy.address() as AddressInfo;
      const { code } = await sluice(`ping ${system}`, {
        HTTPS_PROXY: `http://127.0.0.1:${port}`,
        COUPA_URL: 'https://coupa.example',
        IONAPI_FILE: ionApi,
      });
      expect([code, asked]).toEqual([3, [`${system}.example:443`]]);
    } finally {
      proxy.close();
    }
  });

  it('ends with 3 where nobody answers', async () => {
    expect((await sluice('ping coupa', { COUPA_URL: 'http://127.0.0.1:1' })).code).toBe(3);
  });
});
