import { afterEach, expect, it } from 'vitest';
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
