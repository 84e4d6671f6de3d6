import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { givenEntry } from '../../tests/given-order.js';
import { masterData } from '../../tests/master-data.js';
import { SandboxClient } from '../../tests/sandbox-client.js';
import { until } from '../../tests/until.js';

let sandbox: SandboxClient;
const inWarehouse = (WHLO: string, ITNO: string) => sandbox.run('MMS200MI', 'GetItmWhsBasic', { WHLO, ITNO });
const identity = (record: Record<string, string>) => sandbox.run('CRS630MI', 'GetAccountID', record);

beforeAll(async () => {
  sandbox = await SandboxClient.start();
  await sandbox.admin('PUT', '/m3/master', {
    ...masterData,
    accounts: [
      ...masterData.accounts,
      { AITP: 2, AITM: 'CC50', DIVI: 'AAA', TX40: 'Workshop', VFDT: '20200101', VTDT: '20201231' },
    ],
  });
});

afterAll(() => sandbox?.stop());

describe('MMS200MI', () => {
  it('tells an item by its number, with the decimals of its unit', async () => {
    expect((await sandbox.run('MMS200MI', 'GetItmBasic', { ITNO: 'GREASE' })).records).toMatchObject([
      { ITNO: 'GREASE', STAT: '20', UNMS: 'KG', DCCD: '3' },
    ]);
    expect((await sandbox.run('MMS200MI', 'Get', { ITNO: 'OLD' })).records).toMatchObject([{ STAT: '80' }]);
    expect((await sandbox.run('MMS200MI', 'Get', { ITNO: 'NOTHING' })).errorCode).toBe('WIT0103');
  });

  it('tells whether it is in a warehouse', async () => {
    expect((await inWarehouse('W01', 'BRG6204')).records).toMatchObject([
      { WHLO: 'W01', ITNO: 'BRG6204', FACI: 'F01' },
    ]);
    expect((await inWarehouse('W02', 'BRG6204')).errorCode).toBe('WIT0101');
    expect((await inWarehouse('W01', 'NOTHING')).errorCode).toBe('WIT0103');
    expect((await inWarehouse('W99', 'BRG6204')).errorCode).toBe('WWH0103');
  });
});

describe('CRS630MI', () => {
  it('tells an identity, whether it is blocked and when it is valid', async () => {
    expect((await identity({ AITP: '1', AITM: '4410' })).records).toMatchObject([
      { AITM: '4410', LCCD: '0', VTDT: '' },
    ]);
    expect((await identity({ AITP: '2', AITM: 'CC99' })).records).toMatchObject([{ LCCD: '1' }]);
    expect((await identity({ AITP: '2', AITM: '4410' })).errorCode).toBe('WAI0103');
  });

  it('an identity of one division is not in another', async () => {
    const cc50 = { AITP: '2', AITM: 'CC50' };
    expect((await identity({ ...cc50, DIVI: 'AAA' })).records).toMatchObject([
      { DIVI: 'AAA', VFDT: '20200101', VTDT: '20201231' },
    ]);
    expect((await identity({ ...cc50, DIVI: 'BBB' })).errorCode).toBe('WAI0103');
    const listed = await sandbox.run('CRS630MI', 'LstAccountID', { AITP: '2', DIVI: 'AAA' });
    expect(listed.records).toMatchObject([{ AITM: 'CC50' }]);
  });

  it('an order with an identity that is not valid on its day stays behind', async () => {
    const { MSGN, PUNO } = await givenEntry(sandbox);
    await sandbox.run('PPS370MI', 'AddAccString', { MSGN, PUNO, PNLI: '1', AIT1: '4410', AIT2: 'CC50' });
    await sandbox.run('PPS370MI', 'FinishEntry', { MSGN });
    const entry = await until(async () => {
      const { entries } = await sandbox.admin('GET', '/m3/entries');
      return entries.find((one: { msgn: string; status: string }) => one.msgn === MSGN && one.status === '23');
    });
    expect(entry.messages).toMatchObject([{ code: 'WAI0101', field: 'AIT2' }]);
  });
});

it('PPS095MI and MNS100MI list what there is to choose from', async () => {
  expect((await sandbox.run('PPS095MI', 'LstOrderType', {})).records).toMatchObject([{ ORTY: 'C01' }, { ORTY: 'HLD' }]);
  expect((await sandbox.run('MNS100MI', 'LstDivisions', { CONO: '100' })).records).toMatchObject([
    { DIVI: 'AAA', FACI: 'F01', WHLO: 'W01' },
    { DIVI: 'BBB', FACI: 'F02', WHLO: 'W02' },
  ]);
});

it('CRS420MI tells why a batch entry failed, if the user receives message 175', async () => {
  const fail = async (): Promise<string> => {
    const { MSGN } = await givenEntry(sandbox, { lines: [{ ITNO: 'NOTHING' }] });
    await sandbox.run('PPS370MI', 'FinishEntry', { MSGN });
    await until(async () => {
      const { entries } = await sandbox.admin('GET', '/m3/entries');
      return entries.find((one: { msgn: string; status: string }) => one.msgn === MSGN && one.status === '23');
    });
    return MSGN;
  };
  const messagesOf = async (msgn: string): Promise<any[]> => {
    const { records } = await sandbox.run('CRS420MI', 'LstByActDate', { ADAT: '20200101' });
    return records.filter((one: { MTPE: string; DT01: string }) => one.MTPE === '175' && one.DT01 === msgn);
  };
  const told = await fail();
  const [message] = await messagesOf(told);
  expect(message.MSGT).toContain(told);
  expect((await sandbox.run('CRS420MI', 'LstDetailMsg', { DTID: message.DTID })).records).toMatchObject([
    { MSID: 'WIT0103', MSGD: 'Item NOTHING does not exist' },
  ]);
  await sandbox.admin('PUT', '/m3/settings', { tellOfFailedEntries: false });
  expect(await messagesOf(await fail())).toEqual([]);
});

it('a program without authority answers nothing, and AUTCHKMI says so beforehand', async () => {
  await sandbox.admin('PUT', '/m3/master', { deniedPrograms: ['PPS095MI'] });
  const may = async (APGM: string) => (await sandbox.run('AUTCHKMI', 'ChkAuthority', { APGM })).records[0].ALPG;
  expect([await may('PPS370MI'), await may('PPS095MI')]).toEqual(['1', '0']);
  expect((await sandbox.run('PPS095MI', 'LstOrderType', {})).errorCode).toBe('XAU0008');
});
