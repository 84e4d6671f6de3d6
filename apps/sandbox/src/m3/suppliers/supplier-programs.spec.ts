import { beforeEach, expect, it } from 'vitest';
import { masterData } from '../../../tests/master-data.js';
import { Clock } from '../../clock.js';
import { FaultBoard } from '../../faults/fault-board.js';
import { runTransaction } from '../execute/run-transaction.js';
import { M3Settings } from '../m3-settings.js';
import { M3World } from '../m3-world.js';
import { MasterInput } from '../master/master-input.js';
import type { M3Record } from '../nok.js';
import { programs } from '../programs/programs.js';

let m3: M3World;

const supplier = { SUNO: 'Y30001' };
const address = { ...supplier, ADTE: '1', ADID: 'MAIN', STDT: '20200101' };
const reference = { ...supplier, RFTY: '10', RFID: 'SALES' };
const account = { DIVI: 'AAA', BKTP: '3', ACHO: 'Y30001', BKID: 'EUR01' };
const newSupplier = {
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
const newAccount = { ...account, BKID: 'EUR02', BKIN: '01', CBPY: '1', STAT: '20', BANA: 'Acme', LNCD: 'GB' };

/** A call of each transaction that M3 takes. */
const calls: Readonly<Record<string, Readonly<Record<string, M3Record>>>> = {
  CRS620MI: {
    GetBasicData: supplier,
    LstSuppliers: {},
    LstByNumber: supplier,
    LstByName: { SUNM: 'A' },
    SearchSupplier: { SQRY: 'SUNO:Y30001' },
    AddSupplier: newSupplier,
    CopyTemplate: { STEM: 'TEMPLATE', SUNO: 'Y40002' },
    UpdSupplier: { ...supplier, SUNM: 'Acme BV' },
    DelSupplier: supplier,
    GetAddress: address,
    LstAddresses: supplier,
    AddAddress: { ...address, ADTE: '2', CSCD: 'BE', ADR1: 'Dock 9' },
    UpdAddress: { ...address, ADR1: 'Dock 9' },
    DelAddress: address,
    GetSupplierRef: reference,
    LstSupplierRef: supplier,
    AddSupplierRef: { ...reference, RFID: 'AR', YRE1: 'Bo' },
    UpdSupplierRef: { ...reference, YRE1: 'Bo' },
    DelSupplierRef: reference,
  },
  CRS692MI: {
    AddBankAccount: newAccount,
    ChgBasicData: { ...account, BKIN: '01', STAT: '90' },
    DelBankAccount: account,
    GetBasicData: account,
    LstByAccHolder: { BKTP: '3', ACHO: 'Y30001' },
    LstByAccHolder2: { BKTP: '3' },
    SearchBnkAcc: { SQRY: 'ACHO:Y30001' },
  },
  CRS690MI: { AddBank: { BKNO: 'B2', BKNM: 'Fortis' }, GetBasicData: { BKNO: 'B1' }, LstByNumber: {} },
  CRS165MI: { RtvNextNumber: { NBTY: '09', NBID: '1' } },
};

const transactions = Object.entries(calls).flatMap(([program, byTransaction]) =>
  Object.entries(byTransaction).map(([transaction, record]) => ({ program, transaction, record })),
);

function run(program: string, transaction: string, record: M3Record): M3Record[] {
  const request = {
    version: 'v2',
    transport: 'bulk',
    program,
    cono: 100,
    excludeEmptyValues: false,
    rightTrim: true,
    maxReturnedRecords: 0,
    extendedResult: false,
    dateFormat: 'YMD8',
    metadata: false,
    transactions: [],
  } as const;
  return runTransaction(request, { transaction, record, selectedColumns: [] }, m3);
}

beforeEach(() => {
  m3 = new M3World(new Clock(1), M3Settings.parse({}), new FaultBoard(), 1);
  const master = {
    ...masterData,
    suppliers: [...masterData.suppliers, { cono: 100, SUNO: 'TEMPLATE', SUNM: 'Template', template: true }],
    banks: [{ BKNO: 'B1', BKNM: 'KBC' }],
    numberSeries: [{ NBTY: '09', NBID: '1' }],
  };
  m3.master.merge(MasterInput.parse(master), { user: 'KEYUSER', atMs: 0 });
  run('CRS620MI', 'AddSupplierRef', { ...reference, YRE1: 'Ann' });
  run('CRS692MI', 'AddBankAccount', { ...newAccount, ...account });
});

it.each(transactions)(
  '$program/$transaction answers the fields of its list, what was sent among them',
  ({ program, transaction, record }) => {
    const fields = programs.get(program)?.transactions.get(transaction)?.fields.newer;
    const [answered] = run(program, transaction, record);
    expect(Object.keys(answered ?? {})).toEqual([...(fields?.output.keys() ?? [])]);
    const isList = /^(Lst|Search)/.test(transaction);
    for (const [name, sent] of Object.entries(record)) {
      if (!isList && fields?.output.has(name)) expect(answered, name).toMatchObject({ [name]: sent });
    }
  },
);

it('no transaction of these programs is without a call here', () => {
  for (const [program, byTransaction] of Object.entries(calls)) {
    const served = [...(programs.get(program)?.transactions.keys() ?? [])].filter((name) => name !== 'GetMessageText');
    expect(Object.keys(byTransaction).toSorted()).toEqual(served.toSorted());
  }
});
