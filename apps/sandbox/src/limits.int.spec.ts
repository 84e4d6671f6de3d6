import { afterEach, expect, it } from 'vitest';
import { masterData } from '../tests/master-data.js';
import { SandboxClient } from '../tests/sandbox-client.js';

let sandbox: SandboxClient;

afterEach(() => sandbox?.stop());

it('Coupa turns away who comes faster than its rate and finds the queue full', async () => {
  sandbox = await SandboxClient.start({ timeScale: 1, requestsPerSecond: 0.001, queuedRequests: 0 });
  const token = await sandbox.coupaToken();
  const statusOf = async () => (await sandbox.coupa('/suppliers', token)).status;
  expect([await statusOf(), await statusOf()]).toEqual([200, 429]);
  await sandbox.admin('PUT', '/coupa/settings', { requestsPerSecond: 0 });
  expect(await statusOf()).toBe(200);
});

it('a token of Coupa is worth nothing in its first five seconds, where that is switched on', async () => {
  sandbox = await SandboxClient.start({ refuseYoungTokens: true });
  const token = await sandbox.coupaToken();
  expect((await sandbox.coupa('/suppliers', token)).status).toBe(401);
  await sandbox.admin('PUT', '/coupa/settings', { refuseYoungTokens: false });
  expect((await sandbox.coupa('/suppliers', token)).status).toBe(200);
});

it("the gateway's quota answers 429 before M3 sees the call, and the log tells", async () => {
  sandbox = await SandboxClient.start();
  await sandbox.admin('PUT', '/m3/master', masterData);
  await sandbox.admin('PUT', '/m3/settings', {
    quotaKind: 'quota',
    quotaAllow: 2,
    quotaPeriodMs: 3_600_000,
    quotaRetryAfter: 'seconds',
  });
  const token = await sandbox.ionToken();
  const ask = () => sandbox.bulk('MNS150MI', [{ transaction: 'GetUserData', record: {} }], {}, token);
  expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
  const refused = await ask();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(100);
  const { calls } = await sandbox.admin('GET', '/m3/calls');
  expect(calls.at(-1)).toMatchObject({ httpStatus: 429, transactions: [{ result: 'notProcessed' }] });
  await sandbox.admin('POST', '/reset');
  expect((await ask()).status).toBe(200);
});

it('settings that there are not are refused, and a reset brings the first ones back', async () => {
  sandbox = await SandboxClient.start();
  expect(
    await sandbox.ask('/admin/coupa/settings', {
      method: 'PUT',
      headers: { authorization: 'Bearer admin-token' },
      body: '{"colour":"red"}',
    }),
  ).toMatchObject({ status: 400 });
  await sandbox.admin('PUT', '/coupa/settings', { door: 'none' });
  await sandbox.admin('POST', '/reset');
  expect(await sandbox.admin('GET', '/coupa/settings')).toMatchObject({ door: 'webhook', requestsPerSecond: 25 });
  expect(await sandbox.admin('GET', '/m3/settings')).toMatchObject({ quotaKind: 'none' });
});
