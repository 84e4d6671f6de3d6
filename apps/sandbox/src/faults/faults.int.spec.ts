import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { givenEntry } from '../../tests/given-order.js';
import { masterData } from '../../tests/master-data.js';
import { SandboxClient } from '../../tests/sandbox-client.js';
import { until } from '../../tests/until.js';

let sandbox: SandboxClient;

beforeEach(async () => {
  sandbox = await SandboxClient.start();
  await sandbox.admin('PUT', '/m3/master', masterData);
});

afterEach(() => sandbox.stop());

const post = async (fault: object): Promise<string> => (await sandbox.admin('POST', '/faults', fault)).id;

const lastCall = async (): Promise<any> => (await sandbox.admin('GET', '/m3/calls')).calls.at(-1);

const start = { transaction: 'StartEntry', record: { BAOR: 'COUPA' } };

describe('a cut connection', () => {
  it('after the request: everything was done, nobody was told', async () => {
    const { MSGN, PUNO } = await givenEntry(sandbox);
    await post({ system: 'm3', program: 'PPS370MI', transaction: 'FinishEntry', kind: 'drop-answer' });
    await expect(sandbox.run('PPS370MI', 'FinishEntry', { MSGN })).rejects.toThrow();
    expect(await lastCall()).toMatchObject({
      transport: 'bulk',
      program: 'PPS370MI',
      transactions: [{ transaction: 'FinishEntry', record: { MSGN }, result: 'ok' }],
      httpStatus: 200,
      dropped: 'answer',
    });
    await until(async () => (await sandbox.run('PPS001MI', 'GetHeadBasic', { PUNO })).records[0]);
  });

  it('before the request: nothing was done', async () => {
    await post({ system: 'm3', transaction: 'StartEntry', kind: 'drop-request' });
    await expect(sandbox.bulk('PPS370MI', [start])).rejects.toThrow();
    expect((await sandbox.admin('GET', '/m3/entries')).entries).toEqual([]);
    expect(await lastCall()).toMatchObject({
      transactions: [{ result: 'notProcessed' }],
      httpStatus: null,
      dropped: 'request',
    });
  });

  it('strikes the entry of one order, named by our reference, and no other', async () => {
    const one = await givenEntry(sandbox, { head: { YRE1: 'PO-2400' } });
    const other = await givenEntry(sandbox, { head: { YRE1: 'PO-2401' } });
    await post({ system: 'm3', transaction: 'FinishEntry', contains: 'PO-2401', kind: 'drop-answer' });
    expect((await sandbox.run('PPS370MI', 'FinishEntry', { MSGN: one.MSGN })).records).toEqual([]);
    await expect(sandbox.run('PPS370MI', 'FinishEntry', { MSGN: other.MSGN })).rejects.toThrow();
  });

  it('can strike Coupa and its token endpoint too', async () => {
    const token = await sandbox.coupaToken();
    await post({ system: 'coupa', method: 'GET', path: '/api/suppliers', kind: 'drop-answer' });
    await expect(sandbox.coupa('/suppliers', token)).rejects.toThrow();
    expect((await sandbox.coupa('/suppliers', token)).status).toBe(200);
    await post({ system: 'coupa', path: '/oauth2/token', kind: 'status', status: 503, body: 'maintenance' });
    expect(await sandbox.askCoupaToken()).toMatchObject({ status: 503, text: 'maintenance' });
    const { calls } = await sandbox.admin('GET', '/coupa/calls');
    expect(calls.find(({ dropped }: { dropped?: string }) => dropped)).toMatchObject({
      status: 200,
      dropped: 'answer',
    });
  });
});

describe('other faults', () => {
  it('a status with its headers, and nothing done', async () => {
    await post({
      system: 'm3',
      kind: 'status',
      status: 429,
      headers: { 'retry-after': '7' },
      body: { message: 'quota' },
    });
    const reply = await sandbox.bulk('PPS370MI', [start]);
    expect(reply).toMatchObject({ status: 429, headers: { 'retry-after': '7' }, json: { message: 'quota' } });
    expect((await sandbox.admin('GET', '/m3/entries')).entries).toEqual([]);
  });

  it('a delay is waited for, and the work is done even if the caller has gone', async () => {
    const token = await sandbox.ionToken();
    await post({ system: 'm3', kind: 'delay', ms: 20_000 });
    const caller = new AbortController();
    const body = JSON.stringify({ program: 'PPS370MI', cono: 100, transactions: [start] });
    const call = fetch(`${sandbox.url}/ion/SANDBOX_TST/M3/m3api-rest/v2/execute`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body,
      signal: caller.signal,
    });
    const ended = expect(call).rejects.toThrow();
    await until(async () => ((await sandbox.admin('GET', '/faults')).faults[0].hits === 1 ? true : undefined));
    caller.abort();
    await ended;
    expect((await sandbox.admin('GET', '/m3/entries')).entries).toEqual([]);
    await until(async () => (await sandbox.admin('GET', '/m3/entries')).entries[0]);
  });

  it('a refusal of one transaction leaves the others of the request alone', async () => {
    const words = { code: 'XUP0001', field: 'SUNO', message: 'Changed meanwhile by user ANNA' };
    await post({ system: 'm3', transaction: 'GetBasicData', contains: 'Y30002', kind: 'nok', ...words });
    const asked = ['Y30001', 'Y30002'].map((SUNO) => ({ transaction: 'GetBasicData', record: { SUNO } }));
    const { json } = await sandbox.bulk('CRS620MI', asked);
    expect(json.results[0].records).toHaveLength(1);
    expect(json.results[1]).toMatchObject({ errorCode: 'XUP0001', errorField: 'SUNO', errorType: 'ServerReturnedNOK' });
    expect(json.results[1].errorMessage.trim()).toBe(words.message);
    expect((await lastCall()).transactions.map(({ result }: { result: string }) => result)).toEqual(['ok', 'nok']);
  });

  it('a terminated job leaves the rest unprocessed', async () => {
    await post({ system: 'm3', transaction: 'GetBasicData', contains: 'Y30002', kind: 'terminate' });
    const asked = ['Y30001', 'Y30002', 'Y30001'].map((SUNO) => ({ transaction: 'GetBasicData', record: { SUNO } }));
    const { json } = await sandbox.bulk('CRS620MI', asked);
    expect(json).toMatchObject({
      wasTerminated: true,
      terminationReason: expect.any(String),
      nrOfSuccessfullTransactions: 1,
      nrOfNotProcessedTransactions: 2,
      results: [
        { records: [expect.anything()] },
        { transaction: 'GetBasicData', notProcessed: true },
        { notProcessed: true },
      ],
    });
  });

  it('a revoked token is worthless for this call and every later one', async () => {
    const token = await sandbox.ionToken();
    await post({ system: 'm3', kind: 'revoke-token' });
    const statuses = [];
    for (const one of [token, token, await sandbox.ionToken()]) {
      statuses.push((await sandbox.single('MNS150MI/GetUserData', one)).status);
    }
    expect(statuses).toEqual([401, 401, 200]);
  });

  it('a token that Coupa has just issued may not be known yet', async () => {
    await post({ system: 'coupa', kind: 'young-token' });
    const token = await sandbox.coupaToken();
    expect((await sandbox.coupa('/suppliers', token)).status).toBe(401);
    expect((await sandbox.coupa('/suppliers', token)).status).toBe(200);
  });

  it('an expired token is refused', async () => {
    const brief = await SandboxClient.start({ ionTokenSeconds: 1 });
    const token = await brief.ionToken();
    await until(async () => ((await brief.single('MNS150MI/GetUserData', token)).status === 401 ? true : undefined));
    await brief.stop();
  });
});

describe('the list of faults', () => {
  it('shows how often each has struck, and forgets one or all', async () => {
    const id = await post({ system: 'm3', kind: 'status', status: 503, times: 3 });
    const other = await post({ system: 'coupa', kind: 'drop-answer' });
    await sandbox.bulk('PPS370MI', [start]);
    expect((await sandbox.admin('GET', '/faults')).faults).toMatchObject([
      { id, kind: 'status', times: 3, hits: 1 },
      { id: other, hits: 0 },
    ]);
    await sandbox.admin('DELETE', `/faults/${id}`);
    expect((await sandbox.tryAdmin('DELETE', `/faults/${id}`)).status).toBe(404);
    expect((await sandbox.bulk('PPS370MI', [start])).status).toBe(200);
    await sandbox.admin('DELETE', '/faults');
    expect((await sandbox.admin('GET', '/faults')).faults).toEqual([]);
    expect((await sandbox.tryAdmin('POST', '/faults', { system: 'm3', kind: 'fire' })).status).toBe(400);
  });
});
