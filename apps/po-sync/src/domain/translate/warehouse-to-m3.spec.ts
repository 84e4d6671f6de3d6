import { mappingRow } from '@sluice/testing/specification/given';
import { describe, expect, it } from 'vitest';
import { aLine, withLines, type Json } from '../../../tests/coupa.js';
import { problems, target, translate } from '../../../tests/translate.js';

const goesTo = (name: string, change: Json = {}) =>
  aLine({ id: 5102, 'line-num': '2', 'receiving-warehouse': { name }, ...change });
const warehouses = (...args: Parameters<typeof target>) =>
  target(...args).lines.map(({ warehouse, facility }) => [warehouse, facility]);

describe('lines for several warehouses', () => {
  it('P24: are one order, a line carries its own warehouse where it is another one', () => {
    const order = withLines(aLine(), goesTo('Ghent 2'));
    expect(target(order)).toMatchObject({ warehouse: 'W01', facility: 'A01' });
    expect(warehouses(order)).toEqual([
      [undefined, undefined],
      ['W02', 'A01'],
    ]);
  });

  it('P24: a line whose own warehouse is the order’s carries none', () => {
    const keys = [mappingRow('warehouse', 'Ghent 1', { warehouse: 'W01', facility: 'A01' })];
    expect(warehouses(withLines(goesTo('Ghent 1')), { keys })).toEqual([[undefined, undefined]]);
  });

  it('P24: a warehouse without a row is waited for', () => {
    const result = translate(withLines(aLine(), goesTo('Ghent 3')));
    expect(result).toMatchObject({ findings: { problems: [], missing: [{ ref: { key: 'warehouse/Ghent 3' } }] } });
  });

  it.each([
    ['another division', { division: 'BBB' }, '100/BBB'],
    ['another company', { company: '200', division: 'NOR' }, '200/NOR'],
  ])('P24: a warehouse of %s is refused, and named', (_, place, named) => {
    const keys = [mappingRow('warehouse', 'Far', { warehouse: 'W09', facility: 'F09', ...place })];
    expect(problems(withLines(aLine(), goesTo('Far')), { keys })).toEqual([
      {
        code: 'companies-mixed',
        message: `Line 2, receiving-warehouse: Far is in ${named} of M3, the order goes to 100/AAA`,
      },
    ]);
  });

  it('P24: by setting all lines go where the order goes', () => {
    expect(warehouses(withLines(goesTo('Ghent 3')), {}, { lineWarehouses: 'as-order' })).toEqual([
      [undefined, undefined],
    ]);
  });
});
