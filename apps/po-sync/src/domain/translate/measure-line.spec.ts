import { mappingRow } from '@sluice/testing/specification/given';
import { describe, expect, it } from 'vitest';
import { aLine, withLines, type Json } from '../../../tests/coupa.js';
import { missing, problems, target } from '../../../tests/translate.js';

const byAmount = (change: Json = {}): Json =>
  withLines(aLine({ type: 'OrderAmountLine', quantity: null, price: '250.50', total: '250.50', uom: null, ...change }));

describe('a line by amount', () => {
  it('P08: the amount is the quantity, at a price of one', () => {
    expect(target(byAmount()).lines[0]).toMatchObject({ quantity: '250.5', unit: 'AMT', price: '1' });
  });

  it('P08: by setting it is the price, of one', () => {
    expect(target(byAmount(), {}, { amountLines: 'price' }).lines[0]).toMatchObject({ quantity: '1', price: '250.5' });
  });

  it('its unit is waited for', () => {
    expect(missing(byAmount(), { without: ['mapping.v1/unit/(amount)'] })).toMatchObject([{ key: 'unit/(amount)' }]);
  });

  it('P08: its unit must have the decimals of the currency', () => {
    const keys = [mappingRow('unit', '(amount)', { unit: 'AMT', decimals: '0' })];
    expect(problems(byAmount(), { keys })).toEqual([
      {
        code: 'decimals-too-fine',
        message: 'Line 1, total: unit AMT of unit/(amount) allows 0 decimals, EUR has 2',
      },
    ]);
  });
});
