import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '@sluice/runtime/ids';
import type { RunningApp } from '@sluice/runtime/start-app';
import type { M3Command } from '@sluice/shared/messages/command';
import type { M3Step } from '@sluice/shared/script';
import { commandTopics, topicNames } from '@sluice/shared/topics';
import { testDatabase, type TestDatabase } from '@sluice/testing/database-per-file';
import { collect, createTopics, deletePrefix, send, sendRaw, testPrefix, type Collection } from '@sluice/testing/kafka';
import { eventually } from '@sluice/testing/eventually';
import { testEnvironment } from '@sluice/testing/test-environment';
import { config } from './config.js';
import { migrations } from './migrations.js';
import { start } from './start.js';

interface BulkRequest {
  readonly program: string;
  readonly cono: number;
  readonly divi?: string;
  readonly transactions: readonly { transaction: string; record: Record<string, string>; selectedColumns?: string[] }[];
}

/** M3 behind ION, as far as these tests need it: batch entries that become orders. */
const requests: { authorization: string | undefined; raw: string; bulk: BulkRequest }[] = [];
const tokenRequests: { authorization: string | undefined; form: URLSearchParams }[] = [];
const entries = new Map<string, { puno: string; lines: string[] }>();
const orders = new Map<string, string[]>();
/** A text for which a firewall before M3 answers every request in which it stands with its page. */
let blocked = '';
/** Transactions whose next answer is cut off after they were carried out. */
const cutAfter = new Set<string>();
let revoked = '';
/** What the authorization server takes for the client's secret. */
let acceptedSecret = 'client-secret';

function carryOut(transaction: string, record: Record<string, string>): Record<string, unknown> {
  const entry = entries.get(record['MSGN'] ?? '') ?? { puno: '', lines: [] };
  switch (transaction) {
    case 'StartEntry': {
      const msgn = String(1000 + entries.size);
      entries.set(msgn, { puno: '', lines: [] });
      return { transaction, records: [{ MSGN: `${msgn}  ` }] };
    }
    case 'AddHead':
      entry.puno = `45${record['MSGN']}`;
      return { transaction, records: [{ PUNO: entry.puno }] };
    case 'AddLine':
      if (record['ITNO'] === 'NONE')
        return nok(transaction, 'WIT0103', 'ITNO', 'Item WIT0103 NONE does not exist ITNO');
      entry.lines.push(record['ITNO'] ?? '');
      return { transaction, records: [{ PNLI: record['PNLI'] }] };
    case 'FinishEntry':
      orders.set(entry.puno, entry.lines);
      return { transaction, records: [] };
    case 'DeleteEntry':
      entries.delete(record['MSGN'] ?? '');
      return { transaction, records: [] };
    case 'GetHeadBasic':
      return orders.has(record['PUNO'] ?? '')
        ? { transaction, records: [{ PUNO: record['PUNO'], PUSL: '15' }] }
        : nok(transaction, 'WPU0803', 'PUNO', 'does not exist');
    default:
      return nok(transaction, '', '', 'unknown transaction', 'TransactionNotFound');
  }
}

const nok = (
  transaction: string,
  errorCode: string,
  errorField: string,
  errorMessage: string,
  errorType = 'ServerReturnedNOK',
) => ({
  transaction,
  errorCode,
  errorField,
  errorMessage: `${errorMessage}      `,
  errorType,
  records: [],
});

async function play(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const raw = String(Buffer.concat(chunks));
  const { authorization } = request.headers;
  if (request.url === '/sso/TENANT_TST/as/token.oauth2') {
    tokenRequests.push({ authorization, form: new URLSearchParams(raw) });
    if (secretIn(authorization) !== acceptedSecret) return json(response, 401, { error: 'invalid_client' });
    return json(response, 200, { access_token: `t${tokenRequests.length}`, token_type: 'Bearer', expires_in: 7200 });
  }
  if (request.url !== '/TENANT_TST/M3/m3api-rest/v2/execute') return json(response, 404, {});
  if (authorization === revoked) return json(response, 401, {});
  if (blocked !== '' && raw.includes(blocked))
    return void response
      .writeHead(403, { 'content-type': 'text/html' })
      .end('<html>Request blocked: rule 942100</html>');
  const bulk = JSON.parse(raw) as BulkRequest;
  requests.push({ authorization, raw, bulk });
  const results = bulk.transactions.map(({ transaction, record }) => carryOut(transaction, record));
  if (bulk.transactions.some(({ transaction }) => cutAfter.delete(transaction))) return void request.socket.destroy();
  json(response, 200, { results, wasTerminated: false, nrOfSuccessfullTransactions: results.length });
}

/** The client's secret, of HTTP's basic authentication. */
const secretIn = (authorization = ''): string | undefined =>
  decodeURIComponent(Buffer.from(authorization.replace('Basic ', ''), 'base64').toString()).split(':')[1];

const json = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
};

const entry = { from: 'start-entry', field: 'MSGN' };
const order = { from: 'add-head', field: 'PUNO' };
const undo = { program: 'PPS370MI', transaction: 'DeleteEntry', record: { MSGN: entry }, returns: [] };
const during = { kind: 'write', program: 'PPS370MI', independent: false } as const;
const restart = { undo, whenOutcomeUnknown: { do: 'undo-and-restart', from: 'start-entry' } } as const;
const orderSteps = (items: readonly string[]): M3Step[] => [
  {
    ...during,
    id: 'start-entry',
    transactions: [{ transaction: 'StartEntry', record: { BAOR: 'COUPA' }, returns: ['MSGN'] }],
    whenOutcomeUnknown: { do: 'repeat' },
  },
  {
    ...during,
    ...restart,
    id: 'add-head',
    transactions: [{ transaction: 'AddHead', record: { MSGN: entry, SUNO: 'Y30001' }, returns: ['PUNO'] }],
  },
  {
    ...during,
    ...restart,
    id: 'add-lines',
    transactions: items.map((ITNO, index) => ({
      transaction: 'AddLine',
      record: { MSGN: entry, PUNO: order, PNLI: String(index + 1), ITNO },
      returns: ['PNLI'],
    })),
  },
  {
    ...during,
    id: 'finish-entry',
    commit: true,
    transactions: [{ transaction: 'FinishEntry', record: { MSGN: entry }, returns: [] }],
    probe: {
      calls: [{ program: 'PPS001MI', transaction: 'GetHeadBasic', record: { PUNO: order }, returns: ['PUNO', 'PUSL'] }],
      reads: 'exists',
    },
    whenOutcomeUnknown: { do: 'repeat' },
  },
];

/** As downloaded from Infor OS. */
const writeIonApiFile = (change: { cs?: string } = {}): Promise<void> => {
  const url = `http://127.0.0.1:${(peer.address() as AddressInfo).port}`;
  return writeFile(
    join(folder, 'tenant.ionapi'),
    JSON.stringify({
      ti: 'TENANT_TST',
      ci: 'TENANT_TST~client',
      cs: 'client-secret',
      iu: url,
      pu: `${url}/sso/TENANT_TST/as/`,
      ot: 'token.oauth2',
      saak: 'TENANT_TST#account',
      sask: 'account-secret',
      v: '1.0',
      ...change,
    }),
    { mode: 0o600 },
  );
};

const prefix = testPrefix();
const commandTopic = 'm3.command.purchase-order.v1';
let peer: Server;
let folder: string;
let testDb: TestDatabase;
let app: RunningApp;
let outcomes: Collection<'m3.outcome.purchase-order.v1'>;
let audit: Collection<'audit.v1'>;

beforeAll(async () => {
  peer = createServer((request, response) => void play(request, response)).listen(0, '127.0.0.1');
  await once(peer, 'listening');
  folder = await mkdtemp(join(tmpdir(), 'sluice-ionapi-'));
  await writeIonApiFile();
  testDb = await testDatabase({ app: 'cloudsuite-gateway', migrations });
  await createTopics(prefix, [
    ...commandTopics('m3'),
    ...topicNames.filter((name) => name.startsWith('m3.outcome.')),
    'operator.v1',
    'audit.v1',
    'dead-letter.v1',
  ]);
  app = await start(
    config.parse(testEnvironment({ prefix, databaseUrl: testDb.url, IONAPI_FILE: join(folder, 'tenant.ionapi') })),
  );
  [outcomes, audit] = await Promise.all([collect(prefix, 'm3.outcome.purchase-order.v1'), collect(prefix, 'audit.v1')]);
});

afterAll(async () => {
  await app?.stop();
  await Promise.all([outcomes?.stop(), audit?.stop()]);
  peer?.closeAllConnections();
  peer?.close();
  await testDb?.drop();
  await deletePrefix(prefix);
  await rm(folder, { recursive: true, force: true });
});

beforeEach(() => {
  requests.length = 0;
  orders.clear();
});

let lastId = 2400;

function orderCommand(items: readonly string[]): M3Command {
  return {
    commandId: newId(),
    document: { type: 'purchase-order', id: String((lastId += 1)) },
    destination: 'm3/100',
    priority: 'live',
    decidedAt: new Date().toISOString(),
    company: '100',
    division: 'AAA',
    steps: orderSteps(items),
  };
}

const endOf = (command: M3Command) =>
  outcomes.waitFor(
    ({ value }) => value.commandId === command.commandId && !['pending', 'needs-operator'].includes(value.result),
    { withinMs: 40_000 },
  );

async function outcomeOf(command: M3Command) {
  await send(prefix, commandTopic, `purchase-order/${command.document.id}`, command);
  const told = await outcomes.waitFor(
    ({ value }) => value.commandId === command.commandId && value.result !== 'pending',
    { withinMs: 40_000 },
  );
  return told.value;
}

/** A sync gets M3’s answer on the outcome topic, and M3 gets each effect once. */
describe('a command becomes requests to M3 and an outcome', () => {
  it('makes an order with M3’s own numbers, in bulk requests as m3api-rest reads them', async () => {
    const outcome = await outcomeOf(orderCommand(['PUMP', 'VALVE']));
    expect(outcome.result).toBe('ok');
    const puno = outcome.steps[1]?.records[0]?.[0]?.['PUNO'] as string;
    expect(orders.get(puno)).toEqual(['PUMP', 'VALVE']);
    expect(outcome.steps[0]?.records[0]?.[0]?.['MSGN']).toMatch(/^\d+$/);
    expect(requests.map(({ bulk }) => bulk.transactions.map(({ transaction }) => transaction))).toEqual([
      ['StartEntry'],
      ['AddHead'],
      ['AddLine', 'AddLine'],
      ['FinishEntry'],
    ]);
    expect(requests[1]?.bulk).toMatchObject({ program: 'PPS370MI', cono: 100, divi: 'AAA' });
    expect(Object.keys(JSON.parse(requests[1]?.raw ?? '{}') as object).at(-1)).toBe('transactions');
  });

  it('asks for its token with the service account and keeps it', async () => {
    await outcomeOf(orderCommand(['PUMP']));
    expect(tokenRequests).toHaveLength(1);
    const [request] = tokenRequests;
    expect(Object.fromEntries(request?.form ?? [])).toMatchObject({
      grant_type: 'password',
      username: 'TENANT_TST#account',
      password: 'account-secret',
    });
    expect(request?.authorization).toMatch(/^Basic /);
  });

  it('gets a new token when the one it has is refused, and the command goes on', async () => {
    const before = tokenRequests.length;
    revoked = `Bearer t${before}`;
    const outcome = await outcomeOf(orderCommand(['PUMP']));
    expect(outcome.result).toBe('ok');
    expect(tokenRequests).toHaveLength(before + 1);
  });

  it('T22: after refused credentials asks with those that the file holds by then, without a restart', async () => {
    const before = tokenRequests.length;
    acceptedSecret = 'renewed-secret';
    revoked = `Bearer t${before}`;
    const command = orderCommand(['PUMP']);
    await send(prefix, commandTopic, `purchase-order/${command.document.id}`, command);
    await eventually(() => tokenRequests.length > before);
    await writeIonApiFile({ cs: 'renewed-secret' });
    const { value } = await outcomes.waitFor(
      (message) => message.value.commandId === command.commandId && message.value.result === 'ok',
      { withinMs: 40_000 },
    );
    expect(value.result).toBe('ok');
    expect(tokenRequests.length).toBeGreaterThan(before + 1);
  });

  it('publishes every line that M3 refuses, in M3’s words, and undoes the entry', async () => {
    const outcome = await outcomeOf(orderCommand(['PUMP', 'NONE', 'NONE']));
    expect(outcome.result).toBe('refused');
    const refusal = { step: 'add-lines', transaction: 'AddLine', code: 'WIT0103', field: 'ITNO' };
    expect(outcome.refusals).toEqual([
      { ...refusal, index: 1, message: 'Item NONE does not exist' },
      { ...refusal, index: 2, message: 'Item NONE does not exist' },
    ]);
    expect(orders.size).toBe(0);
    expect(requests.at(-1)?.bulk.transactions[0]?.transaction).toBe('DeleteEntry');
  });

  it('an order in which a firewall finds a word is refused in the words of its page, and others go on', async () => {
    blocked = 'union select';
    const bad = orderCommand(['union select']);
    const good = [orderCommand(['PUMP']), orderCommand(['HOSE'])];
    for (const command of [bad, ...good])
      await send(prefix, commandTopic, `purchase-order/${command.document.id}`, command);
    for (const command of good) expect((await endOf(command)).value.result).toBe('ok');
    const { value } = await endOf(bad);
    expect(value).toMatchObject({
      result: 'refused',
      effect: 'none',
      refusals: [{ step: 'add-lines', code: 'http-403' }],
    });
    expect(value.refusals[0]?.message).toContain('Request blocked: rule 942100');
    blocked = '';
  });

  it('makes no second order when the answer to FinishEntry is lost', async () => {
    cutAfter.add('FinishEntry');
    const command = orderCommand(['PUMP']);
    const outcome = await outcomeOf(command);
    expect(outcome.result).toBe('ok');
    expect(orders.size).toBe(1);
    const names = requests.flatMap(({ bulk }) => bulk.transactions.map(({ transaction }) => transaction));
    expect(names.filter((name) => name === 'StartEntry' || name === 'FinishEntry')).toEqual([
      'StartEntry',
      'FinishEntry',
    ]);
    const actions = ['step-unknown', 'probed'];
    for (const action of actions)
      await audit.waitFor(({ value }) => value.document?.id === command.document.id && value.action === action);
  });

  it('answers a command that it cannot read, because its sync waits for an answer', async () => {
    const commandId = newId();
    await sendRaw(prefix, commandTopic, {
      key: 'purchase-order/9',
      value: '{"commandId": 1}',
      headers: {
        ce_specversion: '1.0',
        ce_id: newId(),
        ce_source: '/test',
        ce_type: commandTopic,
        ce_time: new Date().toISOString(),
        ce_commandid: commandId,
        ce_destination: 'm3/100',
      },
    });
    const told = await outcomes.waitFor(({ value }) => value.commandId === commandId);
    expect(told.value).toMatchObject({ result: 'refused', refusals: [{ code: 'unreadable' }] });
  });

  it('keeps every credential out of the audit', async () => {
    await outcomeOf(orderCommand(['PUMP']));
    const text = JSON.stringify(audit.messages.map(({ value }) => value));
    for (const secret of ['client-secret', 'renewed-secret', 'account-secret', 'Bearer'])
      expect(text).not.toContain(secret);
  });
});
