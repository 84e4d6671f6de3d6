import { beforeEach, describe, expect, it } from 'vitest';
import { masterData } from '../../../tests/master-data.js';
import { Clock } from '../../clock.js';
import { runTransaction } from '../execute/run-transaction.js';
import { FaultBoard } from '../../faults/fault-board.js';
import { M3Settings } from '../m3-settings.js';
import { M3World } from '../m3-world.js';
import { MasterInput } from '../master/master-input.js';
import { Nok, type M3Record } from '../nok.js';
import { transferEntry } from '../orders/transfer-entry.js';

let m3: M3World;
const byPerson = { user: 'KEYUSER', atMs: 0 };

function run(transaction: string, record: M3Record, divi = ''): M3Record[] {
  const options = {
    version: 'v2',
    excludeEmptyValues: false,
    rightTrim: true,
    maxReturnedRecords: 0,
    extendedResult: false,
    dateFormat: 'YMD8',
    metadata: false,
  } as const;
  const asked = { transaction, record, selectedColumns: [] };
  const request = {
    transport: 'bulk',
    program: 'PPS370MI',
    cono: 100,
    divi,
    ...options,
    transactions: [asked],
  } as const;
  return runTransaction(request, asked, m3);
}

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof Nok) return error.code;
    throw error;
  }
  return 'OK';
}

const startEntry = (divi = ''): string => run('StartEntry', { BAOR: 'COUPA' }, divi)[0]?.['MSGN'] ?? '';

const addHead = (MSGN: string, head: M3Record = {}): string => {
  const record = { MSGN, FACI: 'F01', WHLO: 'W01', SUNO: 'Y30001', DWDT: '20270320', ORTY: 'C01', ...head };
  return run('AddHead', record)[0]?.['PUNO'] ?? '';
};

const addLine = (MSGN: string, PUNO: string, line: M3Record = {}): M3Record | undefined =>
  run('AddLine', { MSGN, PUNO, ITNO: 'BRG6204', ORQA: '10', PUPR: '4.125', PUUN: 'PCS', ...line })[0];

/** An entry with one line, finished and transferred at once; answers its status and what M3 said. */
function transferred(head: M3Record, line: M3Record, accounting?: M3Record): { status: string; said: string[] } {
  const MSGN = startEntry();
  const PUNO = addHead(MSGN, head);
  addLine(MSGN, PUNO, { PNLI: '1', ...line });
  if (accounting) run('AddAccString', { MSGN, PUNO, PNLI: '1', ...accounting });
  run('FinishEntry', { MSGN });
  const entry = m3.entries.get(MSGN);
  if (!entry) throw new Error('The entry is gone.');
  transferEntry(m3, entry);
  expect(m3.order(100, PUNO) !== undefined).toBe(entry.status === '90');
  return { status: entry.status, said: entry.messages.map(({ code, field }) => `${code} ${field}`) };
}

beforeEach(() => {
  const clock = new Clock(1);
  // What the test wants to happen it does itself.
  clock.stop();
  m3 = new M3World(clock, M3Settings.parse({ transferDelayMs: 0 }), new FaultBoard(), 4_500_001);
  m3.master.merge(MasterInput.parse(masterData), byPerson);
});

describe('typing in an entry', () => {
  it('begins with a batch origin that exists', () => {
    expect(codeOf(() => run('StartEntry', { BAOR: 'NOBODY' }))).toBe('WBA0103');
    expect(startEntry()).toBe('7004500001');
  });

  it('gives the order number with the head, before there is an order', () => {
    const PUNO = addHead(startEntry());
    expect(PUNO).toBe('4500001');
    expect(m3.order(100, PUNO)).toBeUndefined();
  });

  it('takes the order number of the caller where its order type permits one, and each number once', () => {
    m3.master.merge(
      MasterInput.parse({
        orderTypes: [
          { ORTY: 'OWN', numbers: 'own' },
          { ORTY: 'SER', numbers: 'series' },
        ],
      }),
      byPerson,
    );
    const first = startEntry();
    expect(addHead(first, { PUNO: 'PO-2400' })).toBe('PO-2400');
    expect(addLine(first, 'PO-2400')).toMatchObject({ PUNO: 'PO-2400' });
    expect(codeOf(() => addHead(startEntry(), { PUNO: 'PO-2400' }))).toBe('WPU0804');
    expect(codeOf(() => addHead(startEntry(), { PUNO: 'PO-2401', ORTY: 'SER' }))).toBe('WPU0801');
    expect(codeOf(() => addHead(startEntry(), { ORTY: 'OWN' }))).toBe('WPU0802');
    expect(addHead(startEntry(), { PUNO: 'PO-2401', ORTY: 'OWN' })).toBe('PO-2401');
    run('FinishEntry', { MSGN: first });
    const entry = m3.entries.get(first);
    if (entry) transferEntry(m3, entry);
    expect(m3.order(100, 'PO-2400')?.head).toMatchObject({ PUNO: 'PO-2400' });
    expect(codeOf(() => addHead(startEntry(), { PUNO: 'PO-2400' }))).toBe('WPU0804');
    const second = startEntry();
    addHead(second, { PUNO: 'PO-2402' });
    run('DeleteEntry', { MSGN: second });
    expect(addHead(startEntry(), { PUNO: 'PO-2402' })).toBe('PO-2402');
  });

  it('numbers lines by itself, or as told, and sees a line that comes twice', () => {
    const MSGN = startEntry();
    const PUNO = addHead(MSGN);
    expect(addLine(MSGN, PUNO)).toEqual({ PUNO, PNLI: '1' });
    expect(addLine(MSGN, PUNO, { PNLI: '7' })).toEqual({ PUNO, PNLI: '7' });
    expect(addLine(MSGN, PUNO)).toEqual({ PUNO, PNLI: '8' });
    expect(codeOf(() => addLine(MSGN, PUNO, { PNLI: '7' }))).toBe('WPN0104');
  });

  it('links lines to a head by its own reference too', () => {
    const MSGN = startEntry();
    const PUNO = addHead(MSGN, { HREF: 'PO-2400' });
    const line = { MSGN, HREF: 'PO-2400', ITNO: 'BRG6204', ORQA: '1', LREF: '5101' };
    expect(run('AddLine', line)).toEqual([{ PUNO, PNLI: '1' }]);
    run('AddAccString', { MSGN, HREF: 'PO-2400', LREF: '5101', AIT1: '4410' });
    expect(m3.entries.get(MSGN)?.heads[0]?.lines[0]?.accounting).toEqual({ AIT1: '4410' });
    expect(codeOf(() => addHead(MSGN, { HREF: 'PO-2400' }))).toBe('XRE0104');
  });

  it.each([
    ['an entry that there is not', () => addHead('1'), 'WMS3703'],
    ['a line of no order', () => run('AddLine', { MSGN: startEntry(), ITNO: 'X', ORQA: '1' }), 'WPU0802'],
    ['a line of an order that is not in the entry', () => addLine(startEntry(), '999'), 'WPU0803'],
    [
      'a second accounting string for a line',
      () => {
        const MSGN = startEntry();
        const PUNO = addHead(MSGN);
        addLine(MSGN, PUNO, { PNLI: '1' });
        for (const AIT1 of ['4410', '6120']) run('AddAccString', { MSGN, PUNO, PNLI: '1', AIT1 });
      },
      'XRE0104',
    ],
  ])('refuses %s', (_, action, code) => {
    expect(codeOf(action)).toBe(code);
  });

  it('looks at no content: what does not exist is taken and fails later', () => {
    const MSGN = startEntry();
    const PUNO = addHead(MSGN, { SUNO: 'NOBODY', WHLO: 'ZZZ', ORTY: 'ZZZ' });
    expect(addLine(MSGN, PUNO, { ITNO: 'NOTHING', PUUN: 'XXX' })).toEqual({ PUNO, PNLI: '1' });
    expect(codeOf(() => run('FinishEntry', { MSGN }))).toBe('OK');
  });
});

describe('the end of an entry', () => {
  it('is final: nothing is added, finished again or deleted after FinishEntry', () => {
    const MSGN = startEntry();
    const PUNO = addHead(MSGN);
    addLine(MSGN, PUNO);
    run('FinishEntry', { MSGN });
    expect(m3.entries.get(MSGN)?.status).toBe('20');
    const later = [
      () => addHead(MSGN),
      () => addLine(MSGN, PUNO),
      () => run('FinishEntry', { MSGN }),
      () => run('DeleteEntry', { MSGN }),
    ];
    expect(later.map(codeOf)).toEqual(['WMS3701', 'WMS3701', 'WMS3701', 'WMS3701']);
  });

  it('by DeleteEntry takes the whole entry away and loses its number', () => {
    const MSGN = startEntry();
    const PUNO = addHead(MSGN);
    run('DeleteEntry', { MSGN });
    expect(m3.entries.has(MSGN)).toBe(false);
    expect(codeOf(() => addLine(MSGN, PUNO))).toBe('WMS3703');
    expect(addHead(startEntry())).not.toBe(PUNO);
  });
});

describe('the transfer to a real order', () => {
  it('makes the order as it was typed, completed from supplier and head', () => {
    const MSGN = startEntry();
    const PUNO = addHead(MSGN, { YRE1: '2400', HREF: '2400' });
    addLine(MSGN, PUNO, { PNLI: '1', ORQA: '10.000', PUPR: '4.1250', PITD: 'Bearing' });
    run('AddAccString', { MSGN, PUNO, PNLI: '1', AIT1: '4410', AIT2: 'CC12' });
    run('AddText', { MSGN, PUNO, PNLI: '1', TXT1: 'Handle with care' });
    run('FinishEntry', { MSGN });
    const entry = m3.entries.get(MSGN);
    if (entry) transferEntry(m3, entry);
    const order = m3.order(100, PUNO);
    expect(order).toMatchObject({ cono: 100, divi: 'AAA', msgn: MSGN });
    expect(order?.head).toMatchObject({
      YRE1: '2400',
      SUNO: 'Y30001',
      CUCD: 'EUR',
      TEPY: 'N30',
      PUSL: '15',
      PUST: '15',
    });
    expect(order?.head).not.toHaveProperty('HREF');
    expect(order?.lines).toMatchObject([
      {
        fields: { PNLI: '1', PNLS: '0', ORQA: '10', PUPR: '4.125', PUUN: 'PCS', PITD: 'Bearing', WHLO: 'W01' },
        accounting: { AIT1: '4410', AIT2: 'CC12' },
        texts: ['Handle with care'],
      },
    ]);
  });

  it.each([
    ['an unknown supplier', { SUNO: 'NOBODY' }, {}, 'WSU0103 SUNO'],
    ['a supplier that is not definite', { SUNO: 'Y30002' }, {}, 'WSU0101 SUNO'],
    ['a warehouse of another facility', { WHLO: 'W02' }, {}, 'WWH0101 WHLO'],
    ['an unknown order type', { ORTY: 'ZZZ' }, {}, 'WTT0403 ORTY'],
    ['an unknown currency', { CUCD: 'XXX' }, {}, 'WCU0103 CUCD'],
    ['unknown payment terms', { TEPY: 'N99' }, {}, 'WTEP103 TEPY'],
    ['an unknown item', {}, { ITNO: 'NOTHING' }, 'WIT0103 ITNO'],
    ['an item that is not released', {}, { ITNO: 'OLD' }, 'XIT0107 ITNO'],
    ['an unknown unit', {}, { PUUN: 'XXX' }, 'WPU0201 PUUN'],
    ['decimals that the unit does not have', {}, { ORQA: '10.5' }, 'XNU0000 ORQA'],
    ['a VAT code that there is not', {}, { VTCD: '21' }, 'WVT0103 VTCD'],
    ['a line for a warehouse of another facility', {}, { ITNO: 'GREASE', PUUN: 'KG', WHLO: 'W03' }, 'WWH0101 WHLO'],
    ['a line for a facility that there is not', {}, { FACI: 'F99' }, 'WFAC303 FACI'],
    ['a line for another division', {}, { ITNO: 'GREASE', WHLO: 'W02', FACI: 'F02' }, 'WFAC301 FACI'],
    ["an item that is not in its line's warehouse", {}, { WHLO: 'W03', FACI: 'F03' }, 'WIT0101 ITNO'],
    ['decimals that the currency does not have', { CUCD: 'JPY' }, {}, 'XNU0000 PUPR'],
  ])('fails on %s: status 23, no order', (_, head: M3Record, line: M3Record, said) => {
    expect(transferred(head, line)).toMatchObject({ status: '23', said: expect.arrayContaining([said]) });
  });

  it('fails on a warehouse that does not exist, and on an item that is not in the warehouse', () => {
    expect(transferred({ WHLO: 'ZZZ' }, {}).said).toEqual(['WWH0103 WHLO', 'WIT0101 ITNO']);
  });

  it('fails on an account identity that is unknown or blocked, for dimensions that the chart lists', () => {
    expect(transferred({}, {}, { AIT1: '4410', AIT2: 'CC12', AIT3: 'FREE' }).status).toBe('90');
    expect(transferred({}, {}, { AIT1: '9999', AIT2: 'CC99' }).said).toEqual(['WAI0103 AIT1', 'WAI0101 AIT2']);
  });

  it('fails on a facility outside the division of the entry', () => {
    const MSGN = startEntry('BBB');
    addLine(MSGN, addHead(MSGN));
    run('FinishEntry', { MSGN });
    const entry = m3.entries.get(MSGN);
    if (entry) transferEntry(m3, entry);
    expect(entry?.messages.map(({ code }) => code)).toEqual(['WFAC301']);
  });

  it('takes decimals that the unit has', () => {
    expect(transferred({}, { ITNO: 'GREASE', PUUN: 'KG', ORQA: '12.125' })).toEqual({ status: '90', said: [] });
  });

  it('takes a line for another warehouse and facility of the division, with its VAT code', () => {
    const line = { ITNO: 'GREASE', PUUN: 'KG', WHLO: 'W03', FACI: 'F03', VTCD: '20' };
    expect(transferred({}, line)).toEqual({ status: '90', said: [] });
    expect(m3.allOrders()[0]?.lines).toMatchObject([{ fields: { WHLO: 'W03', FACI: 'F03', VTCD: '20' } }]);
  });

  it('gives an order that M3 holds back its status', () => {
    const MSGN = startEntry();
    const PUNO = addHead(MSGN, { ORTY: 'HLD' });
    addLine(MSGN, PUNO);
    run('FinishEntry', { MSGN });
    const entry = m3.entries.get(MSGN);
    if (entry) transferEntry(m3, entry);
    expect(m3.order(100, PUNO)?.head).toMatchObject({ PUSL: '12', PUST: '12' });
  });
});
