import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { givenEntry } from '../../tests/given-order.js';
import { masterData } from '../../tests/master-data.js';
import { SandboxClient } from '../../tests/sandbox-client.js';
import { until } from '../../tests/until.js';

let sandbox: SandboxClient;

beforeAll(async () => {
  sandbox = await SandboxClient.start();
});

afterAll(() => sandbox?.stop());

describe('the admin API', () => {
  it('opens only to the admin token', async () => {
    const paths = ['/admin/m3/orders', '/admin/ionapi', '/admin/faults', '/admin/coupa/calls', '/admin/nothing'];
    for (const path of paths) {
      expect((await sandbox.ask(path)).status, path).toBe(401);
      expect((await sandbox.ask(path, { headers: { authorization: 'Bearer wrong' } })).status, path).toBe(401);
    }
    expect((await sandbox.ask('/health/ready')).status).toBe(200);
  });

  it('says what is wrong with what it is given', async () => {
    const suppliers = [{ cono: 100, SUNO: 'Y30001', SUNM: 'Acme', COLOUR: 'red' }];
    const master = await sandbox.tryAdmin('PUT', '/m3/master', { suppliers });
    expect(master.status).toBe(400);
    expect(master.json.error).toMatch(/COLOUR/);
    const long = [{ cono: 100, SUNO: 'Y30001', SUNM: 'Acme', PHNO: '0'.repeat(17) }];
    expect((await sandbox.tryAdmin('PUT', '/m3/master', { suppliers: long })).json.error).toMatch(/PHNO/);
    const supplier = await sandbox.tryAdmin('POST', '/coupa/suppliers', { name: 'Acme', Number: '1' });
    expect(supplier).toMatchObject({ status: 400, json: { errors: { Number: [expect.any(String)] } } });
    expect((await sandbox.tryAdmin('PUT', '/coupa/purchase-orders/1', {})).status).toBe(404);
    expect((await sandbox.tryAdmin('POST', '/coupa/suppliers/1/notify')).status).toBe(404);
  });

  it('merges master data into what is there', async () => {
    await sandbox.admin('PUT', '/m3/master', masterData);
    await sandbox.admin('PUT', '/m3/master', {
      suppliers: [
        { cono: 100, SUNO: 'Y30001', SUNM: 'Acme Bearings BV' },
        { cono: 100, SUNO: 'Y30002', SUNM: 'Still blocked' },
      ],
      items: [{ cono: 100, ITNO: 'BRG6204', UNMS: 'PCS', warehouses: ['W02'] }],
    });
    const { records } = await sandbox.run('CRS620MI', 'GetBasicData', { SUNO: 'Y30001' });
    expect(records).toMatchObject([{ SUNM: 'Acme Bearings BV', CUCD: 'EUR', TEPY: 'N30', STAT: '20' }]);
    const blocked = await sandbox.run('CRS620MI', 'GetBasicData', { SUNO: 'Y30002' });
    expect(blocked.records).toMatchObject([{ SUNM: 'Still blocked', STAT: '10' }]);
    expect((await sandbox.run('CRS620MI', 'LstAddresses', { SUNO: 'Y30001' })).records).toHaveLength(1);
  });

  it('empties everything but keeps tokens good and numbers used', async () => {
    await sandbox.admin('PUT', '/m3/master', masterData);
    const token = await sandbox.ionToken();
    const before = await givenEntry(sandbox);
    const supplier = await sandbox.admin('POST', '/coupa/suppliers', { name: 'Acme' });
    await sandbox.admin('POST', '/faults', { system: 'm3', kind: 'status', status: 503 });
    await sandbox.admin('POST', '/reset');
    expect(await sandbox.admin('GET', '/m3/orders')).toEqual({ orders: [] });
    expect(await sandbox.admin('GET', '/m3/entries')).toEqual({ entries: [] });
    expect(await sandbox.admin('GET', '/m3/calls')).toEqual({ calls: [] });
    expect(await sandbox.admin('GET', '/coupa/calls')).toEqual({ calls: [] });
    expect(await sandbox.admin('GET', '/faults')).toEqual({ faults: [] });
    await sandbox.admin('PUT', '/m3/master', masterData);
    expect((await sandbox.single('MNS150MI/GetUserData', token)).status).toBe(200);
    const after = await givenEntry(sandbox);
    expect(Number(after.PUNO)).toBeGreaterThan(Number(before.PUNO));
    expect((await sandbox.admin('POST', '/coupa/suppliers', { name: 'Acme' })).id).toBeGreaterThan(supplier.id);
  });
});

it('stops at once, even while a call is made to wait', async () => {
  const one = await SandboxClient.start({ timeScale: 1 });
  await one.admin('POST', '/faults', { system: 'm3', kind: 'delay', ms: 3_600_000 });
  const waiting = one.bulk('PPS370MI', [{ transaction: 'StartEntry', record: { BAOR: 'COUPA' } }]);
  const ended = expect(waiting).rejects.toThrow();
  await until(async () => ((await one.admin('GET', '/faults')).faults[0].hits === 1 ? true : undefined));
  await one.stop();
  await ended;
});

it('credentials survive a restart, so that an .ionapi file keeps its worth', async () => {
  const files = [];
  for (let started = 0; started < 2; started += 1) {
    const one = await SandboxClient.start();
    const { iu: _url, pu: _server, ...file } = await one.admin('GET', '/ionapi');
    files.push(file);
    await one.stop();
  }
  expect(files[0]).toEqual(files[1]);
});
