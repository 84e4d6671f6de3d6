import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { masterData } from '../../tests/master-data.js';
import { SandboxClient } from '../../tests/sandbox-client.js';

let sandbox: SandboxClient;

type Fields = Readonly<Record<string, string>>;

const run = (transaction: string, record: Fields) => sandbox.run('CRS692MI', transaction, record);
const refusal = async (transaction: string, record: Fields): Promise<string> => {
  const { errorCode, errorField, errorType } = await run(transaction, record);
  return errorType === 'ServerReturnedNOK' ? `${errorCode} ${errorField}` : `${errorType} ${errorField}`;
};

const holder = { DIVI: 'AAA', BKTP: '3', ACHO: 'Y30001' };
const account = {
  ...holder,
  BKIN: '01',
  BKID: 'EUR01',
  CBPY: '1',
  STAT: '20',
  BANA: 'Acme Bearings',
  LNCD: 'GB',
  IBAN: 'BE71096123456769',
};

const bank = (transaction: string, record: Fields) => sandbox.run('CRS690MI', transaction, record);

beforeEach(async () => {
  sandbox = await SandboxClient.start();
  await sandbox.admin('PUT', '/m3/master', {
    ...masterData,
    languages: ['GB'],
    banks: [{ BKNO: 'KREDBEBB', BKNM: 'KBC' }],
    numberSeries: [
      { NBTY: '09', NBID: '1', prefix: 'S', from: 50_000 },
      { NBTY: '09', NBID: '1', DIVI: 'BBB', from: 7, to: 8 },
    ],
  });
});

afterEach(() => sandbox?.stop());

describe('CRS692MI', () => {
  it('adds, tells, changes, lists and deletes the account of a supplier', async () => {
    expect((await run('AddBankAccount', account)).records).toMatchObject([account]);
    const key = { ...holder, BKID: 'EUR01' };
    expect((await run('GetBasicData', key)).records).toMatchObject([account]);
    expect((await run('ChgBasicData', { ...key, BKIN: '01', STAT: '90' })).records).toMatchObject([
      { ...account, STAT: '90' },
    ]);
    const list = async (transaction: string, record: Fields): Promise<string[]> =>
      (await run(transaction, record)).records.map((one: Fields) => one['BKID']);
    expect(await list('LstByAccHolder', { BKTP: '3', ACHO: 'Y30001' })).toEqual(['EUR01']);
    expect(await list('LstByAccHolder', { BKTP: '3', ACHO: 'Y30001', STAT: '20' })).toEqual([]);
    expect(await list('LstByAccHolder', { BKTP: '3', ACHO: 'Y30002' })).toEqual([]);
    expect(await list('LstByAccHolder2', { BKTP: '3', DIVI: 'BBB' })).toEqual([]);
    expect(await list('LstByAccHolder2', { BKTP: '3', DIVI: 'AAA' })).toEqual(['EUR01']);
    expect(await list('SearchBnkAcc', { SQRY: 'IBAN:BE71096123456769' })).toEqual(['EUR01']);
    const [shown] = (await sandbox.admin('GET', '/m3/suppliers?cono=100&suno=Y30001')).suppliers;
    expect(shown.bankAccounts).toMatchObject([{ IBAN: 'BE71096123456769', STAT: '90', CHNO: '2' }]);
    expect((await run('DelBankAccount', key)).records).toEqual([key]);
    expect(await refusal('DelBankAccount', key)).toBe('XRE0103 BKID');
    expect(await refusal('GetBasicData', key)).toBe('XRE0103 BKID');
    expect(await refusal('ChgBasicData', { ...key, BKIN: '01' })).toBe('XRE0103 BKID');
  });

  it.each([
    ['a holder that is no supplier', { ACHO: 'NOTHING' }, 'WSU0103 ACHO'],
    ['no holder', { ACHO: '' }, 'WSU0102 ACHO'],
    ['an unknown division', { DIVI: 'ZZZ' }, 'WDI0103 DIVI'],
    ['an unknown type', { BKTP: '9' }, 'WBK0101 BKTP'],
    ['an unknown language', { LNCD: 'ZZ' }, 'WLN0103 LNCD'],
    ['an unknown currency', { CUCD: 'XXX' }, 'WCU0103 CUCD'],
    ['an unknown bank', { BKNO: 'NOBANK' }, 'WBN0103 BKNO'],
    ['an unknown status', { STAT: '55' }, 'WST0101 STAT'],
    ['a wrong check digit', { IBAN: 'BE71096123456760' }, 'WIB0101 IBAN'],
    ['blanks in the IBAN', { IBAN: 'BE71 0961 2345 6769' }, 'WIB0101 IBAN'],
    ['an IBAN too long', { IBAN: 'B'.repeat(35) }, 'InputFieldTooLong IBAN'],
  ])('refuses %s', async (_, change, said) => {
    expect(await refusal('AddBankAccount', { ...account, ...change })).toBe(said);
    expect((await run('LstByAccHolder2', { BKTP: '3' })).records).toEqual([]);
  });

  it('refuses what is there already, and whatever lacks a mandatory field', async () => {
    await run('AddBankAccount', { ...account, BKNO: 'KREDBEBB' });
    expect(await refusal('AddBankAccount', account)).toBe('XRE0104 BKID');
    expect((await run('AddBankAccount', { ...account, DIVI: 'BBB' })).errorCode).toBeUndefined();
    for (const name of ['DIVI', 'BKTP', 'BKIN', 'BKID', 'CBPY', 'STAT', 'BANA', 'LNCD']) {
      expect(await refusal('AddBankAccount', { ...account, [name]: '' })).toBe(`MandatoryInputFieldNotFound ${name}`);
    }
  });
});

it('CRS690MI adds banks, tells and lists them', async () => {
  expect((await bank('AddBank', { BKNM: 'No number' })).errorCode).toBe('WBN0102');
  expect((await bank('AddBank', { BKNO: 'GEBABEBB', BKNM: 'Fortis' })).records).toMatchObject([{ BKNO: 'GEBABEBB' }]);
  expect((await bank('AddBank', { BKNO: 'GEBABEBB', BKNM: 'Again' })).errorCode).toBe('XRE0104');
  expect((await bank('GetBasicData', { BKNO: 'KREDBEBB' })).records).toMatchObject([{ BKNM: 'KBC', CONO: '100' }]);
  expect((await bank('GetBasicData', { BKNO: 'NOBANK' })).errorCode).toBe('WBN0103');
  expect((await bank('LstByNumber', { BKNO: 'H' })).records).toMatchObject([{ BKNO: 'KREDBEBB' }]);
});

it('CRS165MI gives each number of a series once, also after a reset and new master data', async () => {
  const next = (record: Fields = {}) => sandbox.run('CRS165MI', 'RtvNextNumber', { NBTY: '09', NBID: '1', ...record });
  expect((await next()).records).toEqual([{ NBNR: 'S50000' }]);
  expect((await next({ DIVI: 'AAA' })).records).toEqual([{ NBNR: 'S50001' }]);
  expect((await next({ DIVI: 'BBB' })).records).toEqual([{ NBNR: '7' }]);
  expect((await next({ DIVI: 'BBB' })).records).toEqual([{ NBNR: '8' }]);
  expect((await next({ DIVI: 'BBB' })).errorCode).toBe('CPF9898');
  expect((await next({ NBID: '2' })).errorCode).toBe('XRE0103');
  await sandbox.admin('POST', '/reset');
  await sandbox.admin('PUT', '/m3/master', {
    ...masterData,
    numberSeries: [{ NBTY: '09', NBID: '1', prefix: 'S', from: 50_000 }],
  });
  expect((await next()).records).toEqual([{ NBNR: 'S50002' }]);
  const long = [{ NBTY: '09', NBID: '1', prefix: 'TOOLONG', from: 5000 }];
  expect((await sandbox.tryAdmin('PUT', '/m3/master', { numberSeries: long })).status).toBe(400);
});
