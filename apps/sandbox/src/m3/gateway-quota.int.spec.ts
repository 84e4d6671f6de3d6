import { afterEach, expect, it } from 'vitest';
import { masterData } from '../../tests/master-data.js';
import { SandboxClient, type Reply } from '../../tests/sandbox-client.js';
import { until } from '../../tests/until.js';

const HOUR_MS = 3_600_000;
let sandbox: SandboxClient;
let token: string;

/** A gateway with the policy, in real time. */
async function startWith(policy: object): Promise<void> {
  sandbox = await SandboxClient.start({ timeScale: 1 });
  await sandbox.admin('PUT', '/m3/master', masterData);
  await sandbox.admin('PUT', '/m3/settings', policy);
  token = await sandbox.ionToken();
}

const ask = (): Promise<Reply> => sandbox.bulk('MNS150MI', [{ transaction: 'GetUserData', record: {} }], {}, token);
const refusedCount = async (): Promise<number> => (await sandbox.admin('GET', '/m3/quota')).refused;
const letInAgain = (): Promise<true> => until(async () => ((await ask()).status === 200 ? true : undefined));

afterEach(() => sandbox?.stop());

it.each(['quota', 'rolling'])('%s: who comes too often gets 429 before M3 sees the call', async (quotaKind) => {
  await startWith({ quotaKind, quotaAllow: 2, quotaPeriodMs: HOUR_MS, quotaRetryAfter: 'seconds' });
  expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
  const refused = await ask();
  expect(refused.status).toBe(429);
  const wait = Number(refused.headers['retry-after']);
  expect(wait).toBeGreaterThan(3_500);
  expect(wait).toBeLessThanOrEqual(3_600);
  const { calls } = await sandbox.admin('GET', '/m3/calls');
  expect(calls.at(-1)).toMatchObject({ httpStatus: 429, transactions: [{ result: 'notProcessed' }] });
  expect(await sandbox.admin('GET', '/m3/quota')).toEqual({ letIn: 2, refused: 1, inFlight: 0 });
  await sandbox.admin('POST', '/reset');
  expect((await ask()).status).toBe(200);
  expect(await refusedCount()).toBe(0);
});

it.each(['quota', 'rolling', 'spike-arrest'])('%s: who waited is let in again', async (quotaKind) => {
  await startWith({ quotaKind, quotaAllow: 1, quotaPeriodMs: 1_000 });
  await until(async () => {
    await ask();
    return (await ask()).status === 429 ? true : undefined;
  });
  await letInAgain();
});

it('spike arrest: the date in Retry-After is the end of the period of the clock', async () => {
  await startWith({ quotaKind: 'spike-arrest', quotaAllow: 1, quotaPeriodMs: HOUR_MS, quotaRetryAfter: 'date' });
  const refused = await until(async () => {
    const reply = await ask();
    return reply.status === 429 ? reply : undefined;
  });
  const end = Date.parse(String(refused.headers['retry-after']));
  expect(end % HOUR_MS).toBe(0);
  expect(end).toBeGreaterThan(Date.now());
});

it('concurrency: a call is refused while another one is under way, and no longer', async () => {
  await startWith({ quotaKind: 'concurrency', quotaAllow: 1, quotaRetryAfter: 'none' });
  await sandbox.admin('POST', '/faults', { system: 'm3', program: 'MNS150MI', kind: 'delay', ms: 2_000 });
  const slow = ask();
  await until(async () => ((await sandbox.admin('GET', '/m3/quota')).inFlight === 1 ? true : undefined));
  const refused = await ask();
  expect([refused.status, refused.headers['retry-after']]).toEqual([429, undefined]);
  expect((await slow).status).toBe(200);
  expect((await ask()).status).toBe(200);
  expect(await sandbox.admin('GET', '/m3/quota')).toEqual({ letIn: 2, refused: 1, inFlight: 0 });
});

it('a cut connection has left the gateway', async () => {
  await startWith({ quotaKind: 'concurrency', quotaAllow: 1 });
  await sandbox.admin('POST', '/faults', { system: 'm3', program: 'MNS150MI', kind: 'drop-answer' });
  await expect(ask()).rejects.toThrow();
  expect((await ask()).status).toBe(200);
});
