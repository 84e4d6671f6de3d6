import { describe, expect, it } from 'vitest';
import { all, andThen, combine, found, map, missing, problem, type Translated } from './translated.js';

const ref = { topic: 'mapping.v1', key: 'unit/BOX', sequence: 0 } as const;
const noUnit = missing({ ref, code: 'mapping-missing', label: 'unit BOX' });
const noPrice = problem('value-missing', 'Line 1, price is empty');

describe('values that are put together', () => {
  it('are there when all of them are', () => {
    expect(combine({ unit: found('PCS'), price: found('4') })).toEqual({ value: { unit: 'PCS', price: '4' } });
    expect(all([found(1), found(2)])).toEqual({ value: [1, 2] });
    expect(all([])).toEqual({ value: [] });
  });

  it('else everything that is wrong with any of them is said, in their order', () => {
    const noQuantity = problem('value-missing', 'Line 1, quantity is empty');
    expect(combine({ quantity: noQuantity, unit: noUnit, price: noPrice, item: found('BRG6204') })).toEqual({
      findings: {
        problems: [
          { code: 'value-missing', message: 'Line 1, quantity is empty' },
          { code: 'value-missing', message: 'Line 1, price is empty' },
        ],
        missing: [{ ref, code: 'mapping-missing', label: 'unit BOX' }],
        watched: [],
      },
    });
  });

  it('what several of them need is said once', () => {
    const currency = problem('value-missing', 'currency.code is empty', [ref]);
    const line: Translated<string> = andThen(currency, () => found('never asked'));
    expect(combine({ currency, lines: all([line, line]), unit: noUnit, other: noUnit })).toMatchObject({
      findings: {
        problems: [{ message: 'currency.code is empty' }],
        missing: [{ label: 'unit BOX' }],
        watched: [ref],
      },
    });
  });
});

describe('what follows from a value', () => {
  it('is made of it', () => {
    expect(map(found(2), (count) => count + 1)).toEqual({ value: 3 });
    expect(andThen(found(2), () => noPrice)).toEqual(noPrice);
  });

  it('has its findings where it is not there', () => {
    expect(map(noUnit, String)).toEqual(noUnit);
    expect(andThen(noUnit, found)).toEqual(noUnit);
  });
});
