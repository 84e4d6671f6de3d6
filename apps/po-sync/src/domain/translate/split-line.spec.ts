import type { M3Step } from '@sluice/shared/script';
import { mappingRow } from '@sluice/testing/specification/given';
import { describe, expect, it } from 'vitest';
import { aLine, withLines, type Json } from '../../../tests/coupa.js';
import { settings } from '../../../tests/settings.js';
import { problems, target } from '../../../tests/translate.js';
import { createOrderScript } from '../m3/create-order-script.js';
import { crossReferences } from '../m3/settle-order.js';
import type { PurchaseOrderSettings } from '../settings.js';

const thirds = (change: Json = {}): Json =>
  withLines(
    aLine({
      account: null,
      'account-allocations': ['A', 'B', 'C'].map((account) => ({
        pct: '33.3333333333',
        account: { 'segment-2': account },
      })),
      ...change,
    }),
  );

const split = (order: Json, change: Partial<PurchaseOrderSettings> = {}) =>
  target(order, {}, { accountingSegments: [2], ...change }).lines.map(
    ({ number, part, quantity, price, dimensions }) => ({ number, part, quantity, price, dimensions }),
  );

describe('a line over several accounts', () => {
  it('P17: the parts add up to the cent, the same way every time', () => {
    const byAmount = { type: 'OrderAmountLine', quantity: null, price: '100', total: '100.00', uom: null };
    const parts = split(thirds(byAmount));
    expect(parts).toEqual([
      { number: 1, part: 1, quantity: '33.34', price: '1', dimensions: ['A'] },
      { number: 2, part: 2, quantity: '33.33', price: '1', dimensions: ['B'] },
      { number: 3, part: 3, quantity: '33.33', price: '1', dimensions: ['C'] },
    ]);
    expect(split(thirds(byAmount))).toEqual(parts);
  });

  it('P14: in a currency of three decimals, to the third', () => {
    const byAmount = { type: 'OrderAmountLine', quantity: null, total: '100', uom: null };
    const keys = [mappingRow('unit', '(amount)', { unit: 'AMT', decimals: '3' })];
    const lines = target(
      { ...thirds(byAmount), currency: { code: 'KWD' } },
      { keys },
      { accountingSegments: [2] },
    ).lines;
    expect(lines.map(({ quantity }) => quantity)).toEqual(['33.334', '33.333', '33.333']);
  });

  it('P18: split-lines divides a quantity in the decimals of its unit', () => {
    expect(split(thirds()).map(({ quantity, price }) => [quantity, price])).toEqual([
      ['4', '4.125'],
      ['3', '4.125'],
      ['3', '4.125'],
    ]);
  });

  it('P18: largest sends one line, booked on the largest share', () => {
    const order = withLines(
      aLine({
        account: null,
        'account-allocations': [
          { amount: '10.00', account: { 'segment-2': 'A' } },
          { amount: '31.25', account: { 'segment-2': 'B' } },
        ],
      }),
    );
    expect(split(order, { splitAccounting: 'largest' })).toEqual([
      { number: 1, part: undefined, quantity: '10', price: '4.125', dimensions: ['B'] },
    ]);
  });

  it('each part has a reference of its own in M3’s entry', () => {
    const order = target(thirds(), {}, { accountingSegments: [2] });
    const lines = createOrderScript(order, settings, { entriesAreReadable: false }).steps.find(
      ({ id }) => id === 'add-lines',
    ) as M3Step;
    expect(lines.transactions.map(({ record }) => record['LREF'])).toEqual(['5101/1', '5101/2', '5101/3']);
  });

  it('a reference that would not fit is the line’s number', () => {
    const order = target(thirds({ id: '1234567890123456789' }), {}, { accountingSegments: [2] });
    const lines = createOrderScript(order, settings, { entriesAreReadable: false }).steps.find(
      ({ id }) => id === 'add-lines',
    ) as M3Step;
    expect(lines.transactions.map(({ record }) => record['LREF'])).toEqual(['1', '2', '3']);
  });

  it('what cannot be divided is said', () => {
    expect(problems(thirds({ quantity: '2', total: '8.25' }), {}, { accountingSegments: [2] })).toEqual([
      {
        code: 'decimals-too-fine',
        message: 'Line 1, account-allocations: 2 PCS over 3 accounts leaves nothing for one of them (0 decimals)',
      },
    ]);
  });

  it('shares without a size are not guessed', () => {
    const order = withLines(aLine({ account: null, 'account-allocations': [{ pct: '50' }, { amount: '3' }] }));
    expect(problems(order)[0]?.message).toBe('Line 1, account-allocations: neither pct nor amount is there for each');
  });

  it('is one line where M3’s own rules decide for every share', () => {
    expect(target(thirds()).lines).toHaveLength(1);
  });

  it('its parts keep their numbers, and each can be found from Coupa’s line', () => {
    const order = target(thirds(), {}, { accountingSegments: [2] });
    expect(crossReferences('2400', order, '5000021')).toEqual([
      {
        topic: 'xref.purchase-order.v1',
        key: '5101',
        value: {
          lineId: '5101',
          purchaseOrderId: '2400',
          company: '100',
          orderNumber: '5000021',
          line: '1',
          subline: '0',
          parts: ['1', '2', '3'].map((line) => ({ line, subline: '0' })),
        },
      },
    ]);
  });
});
