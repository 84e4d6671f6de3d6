import { describe, expect, it } from 'vitest';
import { mappingTables } from '@sluice/shared/messages/mapping';
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
      'with a day that is none',
      { ...box, validFrom: '2026-02-30' },
      ['rows[0] unit/BOX validFrom: "2026-02-30" is no day: write it as 2026-03-31'],
    ],
    [
      'with a day that is no text',
      { ...box, validFrom: 2026 },
      ['rows[0] validFrom: must be a day such as 2026-03-31'],
    ],
    [
      'of an unknown table',
      { ...box, table: 'units' },
      [`rows[0] units/BOX table: "units" is no table; use one of ${mappingTables.join(', ')}`],
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

  it('may say something else from a day on', () => {
    const later = { ...box, value: { unit: 'BX', decimals: '0' }, validFrom: '2027-01-01' };
    expect(checkMappingRows([box, later])).toEqual({ rows: [box, later], problems: [] });
  });

  it('name a key once for a day', () => {
    expect(checkMappingRows([box, { ...box, key: 'box' }, box]).problems).toEqual([
      'rows[2] unit/BOX: was given already in rows[0]',
    ]);
  });
});
