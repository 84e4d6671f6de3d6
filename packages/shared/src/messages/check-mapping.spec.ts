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
    expect(problems('unit', ' ', { unit: 'PIECES', colour: 'red' })).toEqual([
      'key is empty: the code that Coupa uses',
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
    ['unit', 'DRUM', { unit: ' \u00A0\u200B', decimals: '0' }, 'unit is empty: M3’s unit (PUUN)'],
    [
      'payment-term',
      'Net 30',
      { paymentTerms: '?' },
      'paymentTerms must not be ? alone, which M3 reads as an empty field: M3’s payment terms (TEPY)',
    ],
    [
      'accounting',
      'Ghent',
      { dimension1: '=?' },
      'dimension1 must be segment-1 to segment-20, with :cost-centre where that table translates it, or = and a fixed value',
    ],
    ['company', 'Ghent', { company: 'A1', division: '' }, 'company must be one to three digits: M3’s company (CONO)'],
    ['commodity', '', { item: 'A' }, 'key is empty: the code that Coupa uses'],
    ['commodity', 'x'.repeat(256), { item: 'A' }, 'key has more than 255 characters: the code that Coupa uses'],
  ])('of %s with key "%s" and %j: %s', (table, key, value, problem) => {
    expect(problems(table, key, value)).toEqual([problem]);
  });
});

describe('a row with blanks that a spreadsheet left behind', () => {
  it.each([
    ['unit', 'SACK', { unit: 'KG ', decimals: '0\u00A0' }, { unit: 'KG', decimals: '0' }],
    ['unit', '\u00A0SACK\u200B', { unit: '\tKG', decimals: ' 0' }, { unit: 'KG', decimals: '0' }],
    ['company', 'Ghent ', { company: ' 100', division: ' ' }, { company: '100', division: '' }],
    ['commodity', 'Instal\u00ADlation', { item: 'SRV\u200B-1' }, { item: 'SRV-1' }],
    ['accounting', 'Ghent', { dimension1: ' segment-3 ' }, { dimension1: 'segment-3' }],
  ] as const)('of %s with key %j and %j is read without them', (table, key, value, read) => {
    const row = checkMapping(table, key, value);
    expect(row).toMatchObject({ problems: [], row: { value: read } });
    expect('row' in row && row.row.key).toMatch(/^[A-Z][A-Za-z]+$/);
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
