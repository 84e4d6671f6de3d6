import { mappingRow } from '@sluice/testing/specification/given';
import { describe, expect, it } from 'vitest';
import { M3Step } from '@sluice/shared/script';
import { createOrderScript } from './create-order-script.js';
import { aLine, withLines, type Json } from '../../../tests/coupa.js';
import { settings } from '../../../tests/settings.js';
import { target } from '../../../tests/translate.js';
import type { PurchaseOrderSettings } from '../settings.js';
import type { OrderInM3 } from './order-in-m3.js';

function script(changed: Partial<PurchaseOrderSettings> = {}, change: Json = {}) {
  const lines = withLines(
    aLine({ description: `${'Bearing '.repeat(26)}of steel` }),
    aLine({
      id: 5102,
      'line-num': '2',
      quantity: '2.25',
      uom: { code: 'KG' },
      account: null,
      'receiving-warehouse': { name: 'Ghent 2' },
      'custom-fields': { tax: '21 %' },
    }),
  );
  const order = { ...lines, ...change };
  const keys = [mappingRow('tax-code', '21 %', { taxCode: '21' })];
  const all = { ...settings, accountingSegments: [2, 3], taxCodesFrom: 'custom-fields.tax', ...changed };
  const made = createOrderScript(target(order, { keys, without: ['mapping.v1/accounting/Ghent'] }, all), all, {
    entriesAreReadable: false,
  });
  if (made.system !== 'm3') throw new Error('an order goes to M3');
  return made;
}

const step = (id: string, changed: Partial<PurchaseOrderSettings> = {}): M3Step => {
  const found = script(changed).steps.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no step ${id}`);
  return found;
};

const entry = { from: 'start-entry', field: 'MSGN' };
const number = { from: 'add-head', field: 'PUNO' };
const deleteEntry = { program: 'PPS370MI', transaction: 'DeleteEntry', record: { MSGN: entry }, returns: [] };

describe('the script of a new order', () => {
  it('goes through the batch entry in Infor’s order, after a search', () => {
    expect(
      script().steps.map(({ id, transactions }) => [id, transactions.map(({ transaction }) => transaction)]),
    ).toEqual([
      ['find', ['SearchHead']],
      ['confirm', ['GetHead']],
      ['start-entry', ['StartEntry']],
      ['add-head', ['AddHead']],
      ['add-lines', ['AddLine', 'AddLine']],
      ['add-accounting', ['AddAccString']],
      ['add-texts', ['AddText', 'AddText']],
      ['finish-entry', ['FinishEntry']],
    ]);
  });

  it('is what a gateway understands', () => {
    for (const one of script().steps) expect(M3Step.parse(one)).toEqual(one);
  });

  it('stops at an order with our reference, whatever else the search returned', () => {
    expect(step('find').transactions[0]?.record).toEqual({ SQRY: 'YRE1:2400' });
    expect(step('confirm')).toMatchObject({ forEach: 'find', ifFound: { do: 'stop', match: { YRE1: '2400' } } });
  });

  it('looks in the words of the tenant’s search', () => {
    expect(step('find', { lookupQuery: 'OURR:<po-number>' }).transactions[0]?.record).toEqual({ SQRY: 'OURR:2400' });
  });

  it('does not look where the tenant’s search cannot find the reference', () => {
    expect(script({ lookup: 'none' }).steps[0]?.id).toBe('start-entry');
  });

  it('carries Coupa’s number where people and searches look for it', () => {
    expect(step('add-head').transactions[0]).toEqual({
      transaction: 'AddHead',
      record: {
        MSGN: entry,
        FACI: 'A01',
        WHLO: 'W01',
        SUNO: 'Y30001',
        ORTY: 'CP1',
        DWDT: '20260320',
        PUDT: '20260301',
        CUCD: 'EUR',
        TEPY: 'N30',
        HREF: '2400',
        YRE1: '2400',
        OURR: '2400',
      },
      returns: ['PUNO'],
    });
  });

  it('P03: a number of more than ten characters stays out of OURR and whole elsewhere', () => {
    const order: OrderInM3 = { ...(script().target as OrderInM3), reference: 'COUPA-2400-1' };
    const made = createOrderScript(order, settings, { entriesAreReadable: false });
    const head = made.steps.find(({ id }) => id === 'add-head') as M3Step;
    expect(head.transactions[0]?.record).toMatchObject({ HREF: 'COUPA-2400-1', YRE1: 'COUPA-2400-1' });
    expect(head.transactions[0]?.record).not.toHaveProperty('OURR');
  });

  it('every line has its number, unit of quantity and of price, price for one, warehouse and VAT code', () => {
    expect(step('add-lines').transactions[1]?.record).toEqual({
      MSGN: entry,
      PUNO: number,
      PNLI: '2',
      LREF: '5102',
      ITNO: 'BRG6204',
      WHLO: 'W02',
      FACI: 'A01',
      ORQA: '2.25',
      PUUN: 'KG',
      PUPR: '4.125',
      PPUN: 'KG',
      PUCD: '1',
      DWDT: '20260320',
      VTCD: '21',
      PITD: 'Bearing 6204',
      PITT: 'Bearing 6204',
      SITE: '6204-ZZ',
    });
  });

  it('P23: a one-off address stands on the head, before anything counts', () => {
    const address = { name: 'Seastar', street1: 'Kaai 101', city: 'Oostende', country: { code: 'BE' } };
    const { steps } = script({ addressType: '4' }, { 'ship-to-address': address });
    expect(steps.map(({ id }) => id)).toEqual([
      'find',
      'confirm',
      'start-entry',
      'add-head',
      'add-address',
      'add-lines',
      'add-accounting',
      'add-texts',
      'finish-entry',
    ]);
    expect(steps.find(({ id }) => id === 'add-address')).toMatchObject({
      program: 'PPS370MI',
      undo: deleteEntry,
      transactions: [
        {
          transaction: 'AddAddress',
          record: {
            MSGN: entry,
            PUNO: number,
            POAD: '4',
            CONM: 'Seastar',
            ADR1: 'Kaai 101',
            TOWN: 'Oostende',
            CSCD: 'BE',
          },
        },
      ],
    });
  });

  describe('where Coupa’s number is to be M3’s', () => {
    it.each(['search-head', 'none'] as const)('it is given, and looked for first: lookup %s', (lookup) => {
      const { steps } = script({ orderNumbers: 'coupa', lookup });
      const head = steps.find(({ id }) => id === 'add-head') as M3Step;
      expect(head.transactions[0]?.record).toMatchObject({ PUNO: '2400' });
      expect(steps.find(({ id }) => id === 'confirm-number')).toMatchObject({
        kind: 'read',
        transactions: [{ transaction: 'GetHead', record: { PUNO: '2400' } }],
        ifFound: { do: 'stop', match: { YRE1: '2400' } },
      });
    });
  });

  it('a list of hits that M3 may have cut is no answer to the look for the order', () => {
    expect(script().steps.find(({ id }) => id === 'find')).toMatchObject({ mayBeCutFrom: 100 });
  });

  it('only lines with an account get an accounting string', () => {
    expect(step('add-accounting').transactions.map(({ record }) => record)).toEqual([
      { MSGN: entry, PUNO: number, PNLI: '1', AIT1: '4410', AIT2: 'CC12' },
    ]);
  });

  it.each(['add-head', 'add-lines', 'add-accounting', 'add-texts'])(
    'a lost answer of %s: the entry is taken away and begun again',
    (id) => {
      expect(step(id)).toMatchObject({
        undo: deleteEntry,
        whenOutcomeUnknown: { do: 'undo-and-restart', from: 'start-entry' },
      });
    },
  );

  it('an entry that nothing was added to may be begun twice', () => {
    expect(step('start-entry').whenOutcomeUnknown).toEqual({ do: 'repeat' });
  });

  it('a lost answer of FinishEntry: the order number tells, else the same entry is finished again, never a new one', () => {
    expect(step('finish-entry')).toMatchObject({
      commit: true,
      transactions: [{ record: { MSGN: entry } }],
      probe: { calls: [{ transaction: 'GetHeadBasic', record: { PUNO: number } }], reads: 'exists' },
      whenOutcomeUnknown: { do: 'repeat' },
    });
  });
});
