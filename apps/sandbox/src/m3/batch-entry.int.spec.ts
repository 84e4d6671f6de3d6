import { afterAll, beforeAll, expect, it } from 'vitest';
import { givenEntry } from '../../tests/given-order.js';
import { masterData } from '../../tests/master-data.js';
import { SandboxClient } from '../../tests/sandbox-client.js';
import { until } from '../../tests/until.js';

let sandbox: SandboxClient;
const fault = (body: object) => sandbox.admin('POST', '/faults', { system: 'm3', ...body });

beforeAll(async () => {
  sandbox = await SandboxClient.start();
  await sandbox.admin('PUT', '/m3/master', masterData);
});

afterAll(() => sandbox?.stop());

const entry = async (msgn: string): Promise<any> => {
  const { entries } = await sandbox.admin('GET', '/m3/entries');
  return entries.find((one: { msgn: string }) => one.msgn === msgn);
};

const statusReached = (msgn: string, status: string): Promise<any> =>
  until(async () => {
    const found = await entry(msgn);
    return found.status === status ? found : undefined;
  });

it('an order comes some time after FinishEntry, and is then found by every read', async () => {
  const head = { YRE1: 'PO-2400', OURR: '2400', TEPY: 'N30' };
  const { MSGN, PUNO } = await givenEntry(sandbox, {
    head,
    lines: [{ PITD: 'Bearing' }, { ORQA: '3', PUPR: '0.3333' }],
  });
  expect((await sandbox.run('PPS001MI', 'GetHeadBasic', { PUNO })).errorCode).toBe('WPU0803');
  expect((await sandbox.run('PPS370MI', 'FinishEntry', { MSGN })).records).toEqual([]);
  await statusReached(MSGN, '90');

  const basic = await sandbox.run('PPS001MI', 'GetHeadBasic', { PUNO });
  expect(basic.records).toMatchObject([{ PUNO, PUSL: '15', PUST: '15', DIVI: 'AAA', YRE1: 'PO-2400', SUNO: 'Y30001' }]);
  const hits = await sandbox.run('PPS200MI', 'SearchHead', { SQRY: 'YRE1:"PO-2400"' });
  expect(hits.records).toMatchObject([{ PUNO, SUNO: 'Y30001' }]);
  expect((await sandbox.run('PPS200MI', 'SearchHead', { SQRY: 'OURR:2400' })).records).toHaveLength(1);
  expect((await sandbox.run('PPS200MI', 'SearchHead', { SQRY: 'OURR:9999' })).records).toEqual([]);
  const full = await sandbox.run('PPS200MI', 'GetHead', { PUNO });
  expect(full.records).toMatchObject([{ YRE1: 'PO-2400', OURR: '2400', TEPY: 'N30', NTAM: '42.25' }]);
  const lines = await sandbox.run('PPS200MI', 'LstLine', { PUNO });
  expect(lines.records).toMatchObject([
    { PNLI: '1', PNLS: '0', ITNO: 'BRG6204', ORQA: '10.000000', PUPR: '4.125000', LNAM: '41.25', PITD: 'Bearing' },
    { PNLI: '2', ORQA: '3.000000', PUPR: '0.333300', LNAM: '1.00', PUUN: 'PCS', PPUN: 'PCS', PUCD: '1' },
  ]);
});

it('the admin sees the order in the fields of M3', async () => {
  const { MSGN, PUNO } = await givenEntry(sandbox, { head: { YRE1: 'PO-2401' } });
  await sandbox.run('PPS370MI', 'AddAccString', { MSGN, PUNO, PNLI: '1', AIT1: '4410' });
  await sandbox.run('PPS370MI', 'FinishEntry', { MSGN });
  await statusReached(MSGN, '90');
  const { orders } = await sandbox.admin('GET', '/m3/orders?cono=100&yre1=PO-2401');
  expect(orders).toMatchObject([
    {
      cono: 100,
      divi: 'AAA',
      puno: PUNO,
      msgn: MSGN,
      head: { YRE1: 'PO-2401', FACI: 'F01' },
      lines: [{ PNLI: '1', ORQA: '10', PUPR: '4.125', accounting: { AIT1: '4410' } }],
    },
  ]);
  expect((await sandbox.admin('GET', `/m3/orders?puno=${PUNO}&cono=200`)).orders).toEqual([]);
});

it('an entry with something wrong stays behind and makes no order', async () => {
  const { MSGN, PUNO } = await givenEntry(sandbox, { head: { YRE1: 'PO-2402' }, lines: [{}, { ITNO: 'NOTHING' }] });
  await sandbox.run('PPS370MI', 'FinishEntry', { MSGN });
  const { messages } = await statusReached(MSGN, '23');
  expect(messages).toEqual([
    { code: 'WIT0103', field: 'ITNO', text: 'Item NOTHING does not exist', puno: PUNO, pnli: '2' },
  ]);
  expect((await sandbox.run('PPS001MI', 'GetHeadBasic', { PUNO })).errorCode).toBe('WPU0803');
});

it('a batch origin that waits for a person leaves the entry at 20', async () => {
  const byHand = await givenEntry(sandbox, { baor: 'BYHAND' });
  await sandbox.run('PPS370MI', 'FinishEntry', { MSGN: byHand.MSGN });
  // A later entry of the other kind has passed: whatever would have happened has happened.
  const other = await givenEntry(sandbox);
  await sandbox.run('PPS370MI', 'FinishEntry', { MSGN: other.MSGN });
  await statusReached(other.MSGN, '90');
  expect((await entry(byHand.MSGN)).status).toBe('20');
});

it('the search finds an order only once it is indexed', async () => {
  const slow = await SandboxClient.start({ searchLagMs: 3_600_000 });
  await slow.admin('PUT', '/m3/master', masterData);
  const { MSGN, PUNO } = await givenEntry(slow, { head: { YRE1: '2400' } });
  await slow.run('PPS370MI', 'FinishEntry', { MSGN });
  await until(async () => (await slow.run('PPS200MI', 'GetHead', { PUNO })).records[0]);
  expect((await slow.run('PPS200MI', 'SearchHead', { SQRY: 'YRE1:2400' })).records).toEqual([]);
  await slow.stop();
});

it('what is in batch entry can be read, from its first line to the order', async () => {
  const { MSGN, PUNO } = await givenEntry(sandbox, { head: { YRE1: 'PO-2420' }, lines: [{}, { ITNO: 'NOTHING' }] });
  expect(PUNO).not.toBe(MSGN);
  const read = async (transaction: string, record = {}) =>
    (await sandbox.run('PPS370MI', transaction, { PUNO, ...record })).records;
  expect(await read('GetBatchHead')).toMatchObject([
    { PUNO, MSGN, STAT: '10', MSID: '', PUSL: '', YRE1: 'PO-2420', SUNO: 'Y30001' },
  ]);
  await sandbox.run('PPS370MI', 'FinishEntry', { MSGN });
  await statusReached(MSGN, '23');
  const said = { MSID: 'WIT0103', MSGD: 'Item NOTHING does not exist' };
  expect(await read('GetBatchHead')).toMatchObject([{ STAT: '23', ...said }]);
  expect(await read('LstBatchLine')).toMatchObject([
    { PNLI: '1', STAT: '25', MSID: '', ITNO: 'BRG6204', ORQA: '10.000000', PUPR: '4.125000' },
    { PNLI: '2', STAT: '23', ...said },
  ]);
  expect(await read('GetBatchLine', { PNLI: '2' })).toMatchObject([{ PNLI: '2', ...said }]);
  expect(await sandbox.run('PPS370MI', 'GetBatchLine', { PUNO, PNLI: '3' })).toMatchObject({ errorCode: 'WPN0103' });

  const good = await givenEntry(sandbox);
  await sandbox.run('PPS370MI', 'FinishEntry', { MSGN: good.MSGN });
  await statusReached(good.MSGN, '90');
  const [head] = (await sandbox.run('PPS370MI', 'GetBatchHead', { PUNO: good.PUNO })).records;
  expect(head).toMatchObject({ STAT: '90', PUSL: '15', PUST: '15', MSGN: good.MSGN });

  const deleted = await givenEntry(sandbox);
  await sandbox.run('PPS370MI', 'DeleteEntry', { MSGN: deleted.MSGN });
  expect(await sandbox.run('PPS370MI', 'GetBatchHead', { PUNO: deleted.PUNO })).toMatchObject({ errorCode: 'WPU0803' });
});

it('addresses and charges go with the order or with the line that they name', async () => {
  const { MSGN, PUNO } = await givenEntry(sandbox, { head: { YRE1: 'PO-2410' } });
  const add = (transaction: string, record: Record<string, string>) =>
    sandbox.run('PPS370MI', transaction, { MSGN, PUNO, ...record });
  const dock = { POAD: '1', CONM: 'Dock 3', TOWN: 'Ghent', CSCD: 'BE' };
  expect((await add('AddAddress', dock)).records).toEqual([]);
  expect((await add('AddAddress', dock)).errorCode).toBe('XRE0104');
  expect((await add('AddAddress', { ...dock, POAD: '01' })).errorType).toBe('InputFieldTooLong');
  expect((await add('AddAddress', { CONM: 'Dock 4' })).errorType).toBe('MandatoryInputFieldNotFound');
  expect((await add('AddAddress', { POAD: '2', ADR1: 'x'.repeat(37) })).errorType).toBe('InputFieldTooLong');
  expect((await add('AddCharge', { PNLI: '1', SUCE: 'FREIGH', CEVA: '12.5' })).records).toEqual([]);
  expect((await add('AddCharge', { PNLI: '7', SUCE: 'FREIGH' })).errorCode).toBe('WPN0103');
  await sandbox.run('PPS370MI', 'FinishEntry', { MSGN });
  await statusReached(MSGN, '90');
  const { orders } = await sandbox.admin('GET', '/m3/orders?yre1=PO-2410');
  expect(orders).toMatchObject([
    { addresses: [dock], charges: [], lines: [{ charges: [{ SUCE: 'FREIGH', CEVA: '12.5' }] }] },
  ]);
});

it('PPS200MI tells where an order and each of its lines are delivered to', async () => {
  const { MSGN, PUNO } = await givenEntry(sandbox, { head: { YRE1: 'PO-2414' }, lines: [{}, {}] });
  const site = { POAD: '1', CONM: 'Site 7', ADR1: 'Quay 1', TOWN: 'Ghent', PONO: '9000', CSCD: 'BE' };
  const read = (transaction: string, record: Record<string, string> = {}) =>
    sandbox.run('PPS200MI', transaction, { PUNO, ...record });
  await sandbox.run('PPS370MI', 'AddAddress', { MSGN, PUNO, ...site });
  await sandbox.run('PPS370MI', 'AddAddress', { MSGN, PUNO, PNLI: '2', ...site, CONM: 'Site 8' });
  expect((await read('GetAddresses')).errorCode).toBe('WPU0803');
  await sandbox.run('PPS370MI', 'FinishEntry', { MSGN });
  await statusReached(MSGN, '90');
  const [known] = (await read('GetAddresses')).records;
  expect(known).toMatchObject({ DNAM: 'Site 7', DAD1: 'Quay 1', DTOW: 'Ghent', DPON: '9000', DCSC: 'BE' });
  expect(known).toMatchObject({ SNAM: 'Acme Bearings', SAD1: 'Dock 3', STOW: 'Ghent', SCSC: 'BE' });
  expect((await read('GetDelAddress', { PNLI: '1' })).records).toMatchObject([{ PNLI: '1', DNAM: 'Site 7' }]);
  expect((await read('GetDelAddress', { PNLI: '2' })).records).toMatchObject([{ PNLI: '2', DNAM: 'Site 8' }]);
  expect((await read('GetDelAddress', { PNLI: '3' })).errorCode).toBe('WPN0103');
  expect((await sandbox.ask('/')).text).toContain('Site 7, Quay 1, Ghent; Site 8, Quay 1, Ghent');
});

it('the transfer of one order fails, or comes late, while others go on', async () => {
  await fault({ kind: 'fail-transfer', contains: 'PO-2411', code: 'WSU0101', message: 'Supplier is not allowed' });
  await fault({ kind: 'fail-transfer', contains: 'PO-2415', code: 'WIT0101', message: '', line: '1' });
  await fault({ kind: 'delay-transfer', contains: 'PO-2412', ms: 3_600_000 });
  const entries = [];
  for (const YRE1 of ['PO-2411', 'PO-2412', 'PO-2413', 'PO-2415']) {
    const given = await givenEntry(sandbox, { head: { YRE1 } });
    await sandbox.run('PPS370MI', 'FinishEntry', { MSGN: given.MSGN });
    entries.push(given.MSGN);
  }
  const [failed = '', late = '', well = '', byLine = ''] = entries;
  await statusReached(well, '90');
  expect((await statusReached(failed, '23')).messages).toMatchObject([{ code: 'WSU0101' }]);
  expect((await entry(late)).status).toBe('20');
  // M3 may say no more than the id of a message.
  expect((await statusReached(byLine, '23')).messages).toMatchObject([{ code: 'WIT0101', text: '', pnli: '1' }]);
});
