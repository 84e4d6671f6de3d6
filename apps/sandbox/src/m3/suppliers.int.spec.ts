import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { masterData } from '../../tests/master-data.js';
import { SandboxClient } from '../../tests/sandbox-client.js';

let sandbox: SandboxClient;

type Fields = Readonly<Record<string, string>>;

const run = (transaction: string, record: Fields) => sandbox.run('CRS620MI', transaction, record);
const recordOf = async (transaction: string, record: Fields) => (await run(transaction, record)).records[0];
const refusal = async (transaction: string, record: Fields): Promise<string> => {
  const { errorCode, errorField, errorType } = await run(transaction, record);
  if (errorType === undefined) return 'taken';
  return errorType === 'ServerReturnedNOK' ? `${errorCode} ${errorField}` : `${errorType} ${errorField}`;
};
const typed = (suno: string, body: object, query = '') =>
  sandbox.admin('PUT', `/m3/suppliers/100/${suno}${query}`, body);
const suppliersOf = async (transaction: string, record: Fields): Promise<string[]> =>
  (await run(transaction, record)).records.map((one: Fields) => one['SUNO']);
const numbers = (record: Fields): Promise<string[]> => suppliersOf('LstSuppliers', record);
const search = (SQRY: string): Promise<string[]> => suppliersOf('SearchSupplier', { SQRY });
const update = (fields: Fields): Promise<string> => refusal('UpdSupplier', { SUNO: 'Y30001', ...fields });
const tryTyping = (path: string, body: object) => sandbox.tryAdmin('PUT', `/m3/suppliers/${path}`, body);
const stampOf = async (suno: string) =>
  (await sandbox.admin('GET', `/m3/suppliers?cono=100&suno=${suno}`)).suppliers[0].stamp;

/** The eleven fields that AddSupplier cannot do without. */
const supplier = {
  SUNO: 'Y40001',
  SUNM: 'Peeters Lagers',
  SUTY: '0',
  CSCD: 'BE',
  DTFM: 'DMY',
  ORTY: 'C01',
  DT4T: '1',
  DTCD: '2',
  CUCD: 'EUR',
  CRTP: '1',
  ATPR: '1',
};

const address = { SUNO: 'Y30001', ADTE: '2', ADID: 'SHIP', CSCD: 'BE', ADR1: 'Quay 9', TOWN: 'Antwerp', PONO: '2000' };

beforeEach(async () => {
  sandbox = await SandboxClient.start();
  await sandbox.admin('PUT', '/m3/master', {
    ...masterData,
    countries: ['BE', 'US'],
    states: [{ CSCD: 'US', ECAR: 'OH' }],
    languages: ['GB', 'NL'],
    deliveryTerms: ['DAP'],
    deliveryMethods: ['TRK'],
    paymentMethods: ['SEP'],
    suppliers: [
      ...masterData.suppliers,
      { cono: 100, SUNO: 'TEMPLATE', SUNM: 'Template goods', SUTY: '0', STAT: '10', ORTY: 'C01', template: true },
    ],
  });
});

afterEach(() => sandbox?.stop());

describe('a supplier is made', () => {
  it('by AddSupplier, preliminary unless its status is given', async () => {
    expect(await recordOf('AddSupplier', supplier)).toEqual({ SUNO: 'Y40001', STAT: '10' });
    expect(await recordOf('GetBasicData', { SUNO: 'Y40001' })).toMatchObject({ ...supplier, CONO: '100' });
    expect(await refusal('AddSupplier', supplier)).toBe('XRE0104 SUNO');
  });

  it('with the fields that the tenant demands: 11, or the 23 of an older release, or those of a setting', async () => {
    for (const name of Object.keys(supplier)) {
      const { [name]: _missing, ...rest } = supplier as Fields;
      expect(await refusal('AddSupplier', rest as Fields)).toBe(`MandatoryInputFieldNotFound ${name}`);
    }
    await sandbox.admin('PUT', '/m3/settings', { requiredInputs: ['CRS620MI/AddSupplier/LNCD'] });
    expect(await refusal('AddSupplier', supplier)).toBe('MandatoryInputFieldNotFound LNCD');
    const described = await sandbox.run('MRS001MI', 'LstFields', { MINM: 'CRS620MI', TRNM: 'AddSupplier', TRTP: 'I' });
    const LNCD = described.records.find((one: Fields) => one['FLNM'] === 'LNCD');
    expect(LNCD).toMatchObject({ MAND: '1', LENG: '2' });
    await sandbox.admin('PUT', '/m3/settings', { requiredInputs: [], olderRelease: true });
    const older = await sandbox.bulk(
      'MRS001MI',
      [{ transaction: 'LstFields', record: { MINM: 'CRS620MI', TRNM: 'AddSupplier', TRTP: 'I' } }],
      { maxReturnedRecords: 0 },
    );
    const mandatory = older.json.results[0].records.filter((one: Fields) => one['MAND'] === '1');
    expect(mandatory).toHaveLength(23);
  });

  it('by CopyTemplate, from a template only, with all that the template has', async () => {
    expect(await recordOf('CopyTemplate', { STEM: 'TEMPLATE', SUNO: 'Y40002' })).toEqual({
      SUNO: 'Y40002',
      STAT: '10',
    });
    expect(await recordOf('GetBasicData', { SUNO: 'Y40002' })).toMatchObject({ SUNM: 'Template goods', ORTY: 'C01' });
    expect((await run('LstAddresses', { SUNO: 'Y40002' })).records).toEqual([]);
    expect(await refusal('CopyTemplate', { STEM: 'TEMPLATE', SUNO: 'Y40002' })).toBe('XRE0104 SUNO');
    expect(await refusal('CopyTemplate', { STEM: 'Y30001', SUNO: 'Y40003' })).toBe('WSU0101 STEM');
    expect(await refusal('CopyTemplate', { STEM: 'NOTHING', SUNO: 'Y40003' })).toBe('WSU0103 STEM');
    expect(await refusal('CopyTemplate', { STEM: 'Y40002', SUNO: 'Y40003' })).toBe('WSU0101 STEM');
  });
});

describe('codes stand in tables', () => {
  it.each([
    ['CSCD', 'XX', 'WCS0103 CSCD'],
    ['LNCD', 'ZZ', 'WLN0103 LNCD'],
    ['CUCD', 'XXX', 'WCU0103 CUCD'],
    ['TEPY', 'N99', 'WTEP103 TEPY'],
    ['PYME', 'CHQ', 'WPY0103 PYME'],
    ['TEDL', 'FOB', 'WTE0103 TEDL'],
    ['MODL', 'AIR', 'WMO0103 MODL'],
    ['VTCD', '77', 'WVT0103 VTCD'],
    ['ORTY', 'ZZZ', 'WTT0403 ORTY'],
    ['PRSU', 'NOTHING', 'WSU0103 PRSU'],
    ['STAT', '55', 'WST0101 STAT'],
    ['DTFM', 'XYZ', 'WDF0101 DTFM'],
    ['SUNM', 'x'.repeat(37), 'InputFieldTooLong SUNM'],
    ['SUTY', 'a', 'XNU0000 SUTY'],
    ['COLR', 'red', 'InputFieldNotFound COLR'],
  ])('%s %s is refused when a supplier is made or changed', async (field, value, said) => {
    expect(await refusal('AddSupplier', { ...supplier, [field]: value })).toBe(said);
    expect(await refusal('GetBasicData', { SUNO: supplier.SUNO })).toBe('WSU0103 SUNO');
    if (field === 'SUTY') return;
    expect(await refusal('UpdSupplier', { SUNO: 'Y30001', [field]: value })).toBe(said);
  });

  it('a state is one of its country, and a country without states takes any', async () => {
    expect(await update({ CSCD: 'BE', ECAR: 'VL' })).toBe('taken');
    expect(await update({ CSCD: 'US' })).toBe('WEC0103 ECAR');
    expect(await update({ CSCD: 'US', ECAR: 'OH' })).toBe('taken');
    expect(await update({ ECAR: 'VL' })).toBe('WEC0103 ECAR');
  });
});

describe('a supplier is changed', () => {
  it('in the fields given only', async () => {
    expect(await recordOf('UpdSupplier', { SUNO: 'Y30001', SUNM: 'Acme BV', PHNO: '' })).toMatchObject({
      SUNM: 'Acme BV',
      TEPY: 'N30',
    });
    expect(await recordOf('GetBasicData', { SUNO: 'Y30001' })).toMatchObject({ SUNM: 'Acme BV', TEPY: 'N30' });
    expect(await refusal('UpdSupplier', { SUNO: 'NOTHING', SUNM: 'Acme' })).toBe('WSU0103 SUNO');
  });

  it('and no field of it is emptied, but by ? where the tenant takes that', async () => {
    await run('UpdSupplier', { SUNO: 'Y30001', OUCN: '4711' });
    const emptied = async (value: string) => {
      await run('UpdSupplier', { SUNO: 'Y30001', OUCN: value });
      return (await recordOf('GetBasicData', { SUNO: 'Y30001' })).OUCN;
    };
    expect(await emptied('')).toBe('4711');
    expect(await emptied('?')).toBe('?');
    await sandbox.admin('PUT', '/m3/settings', { blankMarkPrograms: ['CRS620MI'] });
    expect(await emptied('?')).toBe('');
    expect(await refusal('UpdSupplier', { SUNO: '?', OUCN: '1' })).toBe('WSU0103 SUNO');
  });

  it('and goes by DelSupplier where nothing was ordered from it', async () => {
    await run('AddSupplier', supplier);
    expect(await recordOf('DelSupplier', { SUNO: 'Y40001' })).toEqual({ SUNO: 'Y40001' });
    expect(await refusal('DelSupplier', { SUNO: 'Y40001' })).toBe('WSU0103 SUNO');
  });
});

describe('suppliers are found', () => {
  it('by number and by name, from the one named on', async () => {
    expect(await numbers({})).toEqual(['TEMPLATE', 'Y30001', 'Y30002']);
    expect(await numbers({ FRSU: 'Y30001', TOSU: 'Y30001' })).toEqual(['Y30001']);
    expect(await suppliersOf('LstByNumber', { SUNO: 'Y30001' })).toEqual(['Y30001', 'Y30002']);
    expect(await suppliersOf('LstByName', { SUNM: 'blocked' })).toEqual(['Y30002', 'TEMPLATE']);
  });

  it('by the words of a search, once the index knows them', async () => {
    await run('UpdSupplier', { SUNO: 'Y30001', VRNO: 'BE 0123.456.789' });
    expect(await search('VRNO:"BE 0123.456.789"')).toEqual(['Y30001']);
    expect(await search('SUNM:acme')).toEqual(['Y30001']);
    expect(await search('SUNM:Acm')).toEqual([]);
    expect(await search('SUNM:Ac* STAT:20')).toEqual(['Y30001']);
    expect(await refusal('SearchSupplier', { SQRY: 'TEPY:N30' })).toBe('CPF9898 SQRY');
    await sandbox.admin('PUT', '/m3/settings', { searchLagMs: 3_600_000 });
    expect(await search('SUNM:acme')).toEqual([]);
    await sandbox.admin('PUT', '/m3/settings', { lackingPrograms: ['CRS165MI', 'CRS620MI/SearchSupplier'] });
    expect(await refusal('SearchSupplier', { SQRY: 'SUNM:acme' })).toMatch(/^TransactionNotFound/);
    const told = await sandbox.run('MRS001MI', 'LstTransactions', { MINM: 'CRS620MI' });
    expect(told.records.map((one: Fields) => one['TRNM'])).not.toContain('SearchSupplier');
    expect((await sandbox.run('CRS165MI', 'RtvNextNumber', { NBTY: '09', NBID: '1' })).errorType).toBe(
      'TransactionNotFound',
    );
  });

  it('in pages, as long as the caller or the sandbox lets a list be', async () => {
    await sandbox.admin('POST', '/m3/suppliers/fill', { cono: 100, count: 250, prefix: 'L', from: 1000 });
    const page = async (FRSU: string, maxReturnedRecords: number): Promise<string[]> => {
      const { json } = await sandbox.bulk('CRS620MI', [{ transaction: 'LstSuppliers', record: { FRSU } }], {
        maxReturnedRecords,
      });
      return json.results[0].records.map((one: Fields) => one['SUNO']);
    };
    expect(await page('L1000', 50)).toHaveLength(50);
    expect(await page('L1000', 0)).toHaveLength(253);
    await sandbox.admin('PUT', '/m3/settings', { listLimit: 100 });
    expect((await page('L1000', 0)).at(-1)).toBe('L1099');
  });
});

describe('addresses', () => {
  const key = { SUNO: 'Y30001', ADTE: '2', ADID: 'SHIP', STDT: '20270101' };

  it('are added, changed and deleted by type, number and start date', async () => {
    expect(await recordOf('AddAddress', { ...address, STDT: '20270101', PRIA: '1' })).toMatchObject({ ...key });
    expect(await refusal('AddAddress', { ...address, ADTE: '02', STDT: '20270101' })).toBe('XRE0104 ADID');
    expect((await run('AddAddress', { ...address, STDT: '20280101', ADR1: 'Quay 10' })).errorCode).toBeUndefined();
    expect(await refusal('UpdAddress', { ...key, STDT: '20260101', ADR1: 'Quay 11' })).toBe('XRE0103 ADID');
    expect(await refusal('UpdAddress', { SUNO: 'Y30001', ADTE: '2', ADID: 'SHIP' })).toBe(
      'MandatoryInputFieldNotFound STDT',
    );
    expect(await recordOf('UpdAddress', { ...key, ADR1: 'Quay 11' })).toMatchObject({ ADR1: 'Quay 11', PONO: '2000' });
    const lines = (await run('LstAddresses', { SUNO: 'Y30001' })).records.map((one: Fields) => [
      one['STDT'],
      one['ADR1'],
    ]);
    expect(lines).toEqual([
      ['20200101', 'Dock 3'],
      ['20270101', 'Quay 11'],
      ['20280101', 'Quay 10'],
    ]);
    expect(await recordOf('DelAddress', key)).toEqual(key);
    expect(await refusal('DelAddress', key)).toBe('XRE0103 ADID');
    expect(await refusal('GetAddress', key)).toBe('XRE0103 ADID');
  });

  it('begin today unless a date is given; without a date the one valid today is told', async () => {
    const today = new Date().toISOString().slice(0, 10).replaceAll('-', '');
    expect(await recordOf('AddAddress', address)).toMatchObject({ STDT: today });
    await run('AddAddress', { ...address, STDT: '20990101', ADR1: 'Quay 99' });
    expect(await recordOf('GetAddress', { SUNO: 'Y30001', ADTE: '2', ADID: 'SHIP' })).toMatchObject({
      ADR1: 'Quay 9',
      CHID: 'SVCCOUPA',
      CHNO: '1',
    });
  });

  it('are of a supplier and a country that exist', async () => {
    expect(await refusal('AddAddress', { ...address, SUNO: 'NOTHING' })).toBe('WSU0103 SUNO');
    expect(await refusal('AddAddress', { ...address, CSCD: 'XX' })).toBe('WCS0103 CSCD');
    expect(await refusal('AddAddress', { ...address, CSCD: 'US', ECAR: 'XX' })).toBe('WEC0103 ECAR');
    expect(await refusal('AddAddress', { ...address, ADTE: '0' })).toBe('WAD0101 ADTE');
    expect(await refusal('AddAddress', { ...address, PONO: '12345678901' })).toBe('InputFieldTooLong PONO');
  });
});

it('references are added, changed, listed and deleted by type and number', async () => {
  const key = { SUNO: 'Y30001', RFTY: '10', RFID: 'SALES' };
  const reference = { ...key, YRE1: 'Ann Peeters', EMAL: 'ann@acme.example', PHNO: '+32 9 123' };
  expect(await refusal('AddSupplierRef', key)).toBe('MandatoryInputFieldNotFound YRE1');
  expect(await recordOf('AddSupplierRef', reference)).toMatchObject(reference);
  expect(await refusal('AddSupplierRef', reference)).toBe('XRE0104 RFID');
  expect(await recordOf('UpdSupplierRef', { ...key, PHNO: '+32 9 456' })).toMatchObject({ YRE1: 'Ann Peeters' });
  expect(await recordOf('GetSupplierRef', key)).toMatchObject({ ...reference, PHNO: '+32 9 456' });
  await run('AddSupplierRef', { ...reference, RFID: 'AR', YRE1: 'Bo' });
  const listed = (await run('LstSupplierRef', { SUNO: 'Y30001' })).records;
  expect(listed.map((one: Fields) => one['RFID'])).toEqual(['AR', 'SALES']);
  expect(await recordOf('DelSupplierRef', key)).toEqual(key);
  for (const transaction of ['GetSupplierRef', 'UpdSupplierRef', 'DelSupplierRef']) {
    expect(await refusal(transaction, key)).toBe('XRE0103 RFID');
  }
});

describe('changes leave their stamp', () => {
  it('of the user, the day and the millisecond, the supplier also when its address or reference changes', async () => {
    const before = Date.now();
    const steps: [string, Fields][] = [
      ['UpdSupplier', { SUNO: 'Y30001', OUCN: '4711' }],
      ['AddAddress', { ...address, STDT: '20270101' }],
      ['UpdAddress', { SUNO: 'Y30001', ADTE: '2', ADID: 'SHIP', STDT: '20270101', ADR1: 'Quay 1' }],
      ['DelAddress', { SUNO: 'Y30001', ADTE: '2', ADID: 'SHIP', STDT: '20270101' }],
      ['AddSupplierRef', { SUNO: 'Y30001', RFTY: '10', RFID: 'A', YRE1: 'Ann' }],
      ['UpdSupplierRef', { SUNO: 'Y30001', RFTY: '10', RFID: 'A', YRE1: 'Bo' }],
      ['DelSupplierRef', { SUNO: 'Y30001', RFTY: '10', RFID: 'A' }],
    ];
    for (const [index, [transaction, record]] of steps.entries()) {
      expect((await run(transaction, record)).errorCode, transaction).toBeUndefined();
      expect(await stampOf('Y30001')).toMatchObject({ CHNO: String(index + 2), CHID: 'SVCCOUPA' });
    }
    const { LMTS } = await stampOf('Y30001');
    expect(Number(LMTS)).toBeGreaterThanOrEqual(before);
    expect(await numbers({ LMTS })).toEqual(['Y30001']);
    expect(await numbers({ LMTS: String(Number(LMTS) + 1) })).toEqual([]);
  });

  it('a person too, unless the change leaves none: then only the record itself tells it', async () => {
    const { LMTS } = await stampOf('Y30002');
    await typed('Y30001', { TEPY: 'N30', addresses: [{ ADTE: '1', ADID: 'MAIN', ADR1: 'Dock 4', CSCD: 'BE' }] });
    const stamp = await stampOf('Y30001');
    expect(stamp).toMatchObject({ CHID: 'KEYUSER', CHNO: '2' });
    await typed('Y30001', { SUNM: 'Acme in silence' }, '?stamp=none');
    expect(await stampOf('Y30001')).toEqual(stamp);
    await typed('Y40009', { SUNM: 'Imported' }, '?stamp=none');
    expect(await numbers({ LMTS: String(Number(LMTS) + 1) })).toEqual(['Y30001']);
    expect(await recordOf('GetBasicData', { SUNO: 'Y30001' })).toMatchObject({ SUNM: 'Acme in silence' });
    expect(await numbers({})).toContain('Y40009');
  });
});

describe('a person in M3', () => {
  it('types a supplier, its addresses and references; what M3 does not know it refuses a person too', async () => {
    const made = await typed('Y40010', {
      SUNM: 'Typed by hand',
      CSCD: 'BE',
      addresses: [{ ADTE: '1', ADID: 'MAIN', ADR1: 'Dock 1', CSCD: 'BE' }],
      references: [{ RFTY: '10', RFID: 'A', YRE1: 'Ann' }],
    });
    expect(made).toMatchObject({
      cono: 100,
      SUNO: 'Y40010',
      template: false,
      fields: { SUNM: 'Typed by hand', STAT: '20' },
      stamp: { CHNO: '1', CHID: 'KEYUSER' },
      addresses: [{ ADR1: 'Dock 1' }],
      references: [{ YRE1: 'Ann' }],
      bankAccounts: [],
    });
    expect((await tryTyping('100/Y40010', { TEPY: 'N99' })).json.error).toMatch(/TEPY.*N99.*WTEP103/);
    expect((await tryTyping('100/Y40011', { TEPY: 'N30' })).json.error).toMatch(/SUNM/);
    expect((await tryTyping('100/Y40010', { COLR: 'red' })).json.error).toMatch(/COLR/);
    expect((await tryTyping('999/Y40010', { SUNM: 'x' })).status).toBe(404);
    expect((await tryTyping('100/Y40010?stamp=maybe', { SUNM: 'x' })).status).toBe(400);
  });

  it('deletes one, of which nothing tells', async () => {
    const account = { DIVI: 'AAA', BKTP: '3', ACHO: 'Y30002', BKIN: '01', BKID: 'E', CBPY: '1', STAT: '20', BANA: 'B' };
    expect((await sandbox.run('CRS692MI', 'AddBankAccount', { ...account, LNCD: 'GB' })).errorCode).toBeUndefined();
    await sandbox.admin('DELETE', '/m3/suppliers/100/Y30002');
    expect(await refusal('GetBasicData', { SUNO: 'Y30002' })).toBe('WSU0103 SUNO');
    expect(await numbers({})).not.toContain('Y30002');
    expect((await sandbox.tryAdmin('DELETE', '/m3/suppliers/100/Y30002')).status).toBe(404);
    expect((await typed('Y30002', { SUNM: 'Another' })).bankAccounts).toEqual([]);
  });

  it('fills in thousands, each of them whole', async () => {
    const filled = await sandbox.admin('POST', '/m3/suppliers/fill', {
      cono: 100,
      count: 5000,
      prefix: 'L',
      from: 10_000,
    });
    expect(filled).toEqual({ count: 5000, from: 'L10000', to: 'L14999' });
    expect(await recordOf('GetBasicData', { SUNO: 'L14999' })).toMatchObject({ SUNM: 'Supplier L14999', TEPY: 'N30' });
    expect((await run('LstAddresses', { SUNO: 'L14999' })).records).toHaveLength(1);
    const tooLong = { cono: 100, count: 2, prefix: 'TOOLONG', from: 999 };
    expect((await sandbox.tryAdmin('POST', '/m3/suppliers/fill', tooLong)).status).toBe(400);
  });
});
