import { describe, expect, it } from 'vitest';
import { checkMappingRows } from './check-mapping-rows.js';

const box = { table: 'unit', key: 'BOX', value: { unit: 'PCE', decimals: '0' } };

describe('the rows of a request', () => {
  it('are taken as they are', () => {
    expect(checkMappingRows([box])).toEqual({ rows: [box], problems: [] });
  });

  it.each([
    ['no object', 7, ['rows[0]: Invalid input: expected object, received number']],
    ['without a table', { key: 'BOX', value: {} }, ['rows[0] table: is missing: the name of the table']],
    ['with a misspelt field', { ...box, valeu: 1 }, ['rows[0]: Unrecognized key: "valeu"']],
    [
      'with a date from which it counts, which no table has',
      { ...box, validFrom: '2026-01-01' },
      ['rows[0]: Unrecognized key: "validFrom"'],
    ],
    [
      'of an unknown table',
      { ...box, table: 'units' },
      ['rows[0] units/BOX table: "units" is no table; use one of unit, payment-term, ship-to, company, commodity'],
    ],
    [
      'with two bad columns',
      { ...box, value: { unit: 'PIECE', decimals: 0 } },
      [
        'rows[0] unit/BOX unit: has more than 3 characters: M3’s unit (PUUN)',
        'rows[0] unit/BOX decimals: is missing: how many decimals the unit allows, 0 to 9',
      ],
    ],
  ])('one %s is refused with its place', (_name, row, problems) => {
    expect(checkMappingRows([row])).toEqual({ rows: [], problems });
  });

  it('name a key once', () => {
    expect(checkMappingRows([box, { ...box, key: 'box' }, box]).problems).toEqual([
      'rows[2] unit/BOX: was given already in rows[0]',
    ]);
  });
});
