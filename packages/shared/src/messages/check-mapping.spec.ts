import { describe, expect, it } from 'vitest';
import { checkMapping, columnsOf } from './check-mapping.js';
import { mappingTables } from './mapping.js';

const problems = (table: string, key: string, value: Record<string, unknown>) =>
  checkMapping(table, key, value).problems.map(({ column, message }) => `${column} ${message}`);

describe('a row of a mapping table', () => {
  it.each([
    ['unit', 'BOX', { unit: 'PCE', decimals: '0' }],
    ['payment-term', 'Net 30', { paymentTerms: '30' }],
    ['ship-to', 'WH1', { warehouse: '100', facility: 'A01' }],
    ['company', 'Ghent', { company: '100', division: '' }],
    ['commodity', 'Installation services', { item: 'SRV-INSTALL' }],
  ])('of %s is taken as it is', (table, key, value) => {
    expect(checkMapping(table, key, value)).toEqual({ row: { table, key, value }, problems: [] });
  });

  it('of an unknown table is told which tables there are', () => {
    expect(problems('units', 'BOX', {})).toEqual([`table "units" is no table; use one of ${mappingTables.join(', ')}`]);
  });

  it('is told all its problems at once', () => {
    expect(problems('unit', ' BOX', { unit: 'PIECES', colour: 'red' })).toEqual([
      'key " BOX" begins or ends with a blank: take it away',
      'colour is no column of the table unit; it has unit, decimals',
      'unit has more than 3 characters: M3’s unit (PUUN)',
      'decimals is missing: how many decimals the unit allows, 0 to 9',
    ]);
  });

  it.each([
    [
      'unit',
      'BOX',
      { unit: 'PCE', decimals: '12' },
      'decimals must be one digit: how many decimals the unit allows, 0 to 9',
    ],
    ['unit', 'BOX', { unit: '', decimals: '0' }, 'unit is empty: M3’s unit (PUUN)'],
    ['company', 'Ghent', { company: 'A1', division: '' }, 'company must be one to three digits: M3’s company (CONO)'],
    ['commodity', '', { item: 'A' }, 'key is empty: the code that Coupa uses'],
    ['commodity', 'x'.repeat(256), { item: 'A' }, 'key has more than 255 characters: the code that Coupa uses'],
  ])('of %s with key "%s" and %j: %s', (table, key, value, problem) => {
    expect(problems(table, key, value)).toEqual([problem]);
  });
});

it('every table has columns', () => {
  for (const table of mappingTables) expect(columnsOf(table).length).toBeGreaterThan(0);
});

describe('a row that says so from a day on', () => {
  it('keeps the day', () => {
    expect(checkMapping('commodity', 'Seals', { item: 'SEAL' }, '2026-03-31')).toEqual({
      row: { table: 'commodity', key: 'Seals', value: { item: 'SEAL' }, validFrom: '2026-03-31' },
      problems: [],
    });
  });

  it.each(['31.3.2026', '2026-02-30', ''])('is told that "%s" is no day', (day) => {
    expect(checkMapping('commodity', 'Seals', { item: 'SEAL' }, day).problems).toEqual([
      { column: 'validFrom', message: `"${day}" is no day: write it as 2026-03-31` },
    ]);
  });
});
