import { describe, expect, it } from 'vitest';
import { columnsOf } from '@sluice/shared/messages/check-mapping';
import { mappingTables } from '@sluice/shared/messages/mapping';
import { mappingFileFormat, readMappingFile, writeMappingFile } from './mapping-file.js';

const read = (text: string) => readMappingFile(new TextEncoder().encode(text));
const box = { table: 'unit', key: 'BOX', value: { unit: 'PCE', decimals: '0' } };
const net = { table: 'payment-term', key: 'Net 30', value: { paymentTerms: '30' } };

describe('a file of mapping rows', () => {
  it.each([
    ['as it is documented', 'table,key,unit,decimals\nunit,BOX,PCE,0\n'],
    [
      'of a spreadsheet: byte order mark, CRLF, empty lines',
      '\uFEFFtable,key,unit,decimals\r\nunit,BOX,PCE,0\r\n,,,\r\n\r\n',
    ],
    ['separated by semicolons', 'table;key;unit;decimals\nunit;BOX;PCE;0'],
    ['with its columns in another order', 'decimals,key,unit,table\n0,BOX,PCE,unit'],
    ['quoted', '"table","key","unit","decimals"\n"unit","BOX","PCE","0"'],
    ['with columns of other tables left empty or out', 'table,key,unit,decimals,item\nunit,BOX,PCE,0'],
  ])('%s is read', (_name, text) => {
    expect(read(text)).toEqual({ rows: [box], problems: [] });
  });

  it('may hold rows of several tables', () => {
    expect(read('table,key,unit,decimals,paymentTerms\nunit,BOX,PCE,0,\npayment-term,Net 30,,,30')).toEqual({
      rows: [box, net],
      problems: [],
    });
  });

  it('keeps separators, quotes and letters of all languages in keys', () => {
    const { rows } = read('table,key,item\ncommodity,"Bürobedarf, ""fein""",OFFICE\ncommodity,事務用品,OFFICE');
    expect(rows.map(({ key }) => key)).toEqual(['Bürobedarf, "fein"', '事務用品']);
  });

  it('takes an empty division as a value', () => {
    expect(read('table,key,company,division\ncompany,Ghent,100,').rows).toEqual([
      { table: 'company', key: 'Ghent', value: { company: '100', division: '' } },
    ]);
  });
});

it('a blank that a spreadsheet left behind is no part of a code', () => {
  expect(read('table,key,unit,decimals\nunit,SACK\u00A0,KG ,0').rows).toEqual([
    { table: 'unit', key: 'SACK', value: { unit: 'KG', decimals: '0' } },
  ]);
});

describe('a problem is named with line, column and what to do', () => {
  it.each([
    ['', ['The file is empty: its first line must name the columns.']],
    ['table,key,unit,decimals\n', ['The file has no rows below its first line.']],
    ['key,unit\nBOX,PCE', ['line 1: the column "table" is missing']],
    [
      'table,key,unti,key\nunit,BOX,PCE,',
      [
        'line 1, column 3: "unti" is no column; there are table, key, valid-from, unit, decimals, paymentTerms, warehouse, facility, company, division, item, dimension1, dimension2, dimension3, dimension4, dimension5, dimension6, dimension7, code, taxCode, deliveryTerms, deliveryMethod, country, taxField, taxPattern, taxRequired, state, language, template, supplierType, dateFormat, orderType, dateForTerms, dateCode, currency, rateType, approval, paymentMethod, supplierGroup, further, payee, paymentTerm, shippingTerm, contentGroup',
        'line 1, column 4: "key" is there twice',
      ],
    ],
    [
      'table,key,unit,decimals\nunits,BOX,PCE,0',
      [`line 2, table: "units" is no table; use one of ${mappingTables.join(', ')}`],
    ],
    ['table,key,unit\nunit,BOX,PCE', ['line 2, decimals: is missing: how many decimals the unit allows, 0 to 9']],
    [
      'table,key,unit,decimals,item\n\nunit,BOX,PCE,0,\nunit, EA,PIECE,0,X',
      [
        'line 4, item: is no column of the table unit; it has unit, decimals',
        'line 4, unit: has more than 3 characters: M3’s unit (PUUN)',
      ],
    ],
    ['table,key,unit,decimals\nunit,DRUM,   ,0', ['line 2, unit: is empty: M3’s unit (PUUN)']],
    [
      'table,key,unit,decimals\nunit,BOX,PCE,0\nunit, BOX,PCE,0',
      ['line 3, key: "BOX" stands in line 2 already: keep one of them'],
    ],
    [
      'table,key,item\ncommodity,Nuts, bolts,HARDWARE',
      ['line 2: has 4 cells, but there are 3 columns: quote cells that hold a separator'],
    ],
    [
      'table,key,unit,decimals\nunit,BOX,PCE,0\nunit,EA,PCS,0\nunit,BOX,PCE,2',
      ['line 4, key: "BOX" stands in line 2 already: keep one of them'],
    ],
  ])('%j', (text, problems) => {
    expect(read(text).problems).toEqual(problems);
  });

  it('a quote that is never closed', () => {
    expect(read('table,key,unit,decimals\nunit,"BOX,PCE,0\n').problems).toEqual([
      expect.stringMatching(/no CSV: .*quot/i),
    ]);
  });

  it('bytes of another encoding', () => {
    expect(readMappingFile(Buffer.from('table,key\nunit,B\xfcro', 'latin1')).problems).toEqual([
      'The file is not in UTF-8: save it as "CSV UTF-8".',
    ]);
  });
});

it('the help names every table and column, and its example can be imported', () => {
  for (const table of mappingTables)
    for (const word of [table, ...columnsOf(table)]) expect(mappingFileFormat).toContain(word);
  const example = mappingFileFormat
    .split('\n')
    .filter((line) => /^ {2}[^ ]*,/.test(line) && !/, /.test(line.replace('Net 30', '')));
  expect(read(example.map((line) => line.trim()).join('\n'))).toEqual({
    rows: [box, net, { ...net, validFrom: '2027-01-01', value: { paymentTerms: '45' } }],
    problems: [],
  });
});

/** Keys are what suppliers and requesters typed in Coupa; whoever opens an export in a spreadsheet must not run them. */
describe('no exported cell is a formula', () => {
  const hostile = ['=HYPERLINK("http://x","y")', '+1', '-1', '@SUM(A1)', "'=1", "''=1"];

  it.each(hostile)('%s', (key) => {
    const text = writeMappingFile([{ table: 'unit', key, value: { unit: 'PCE', decimals: '0' } }]);
    const [, line = ''] = text.split('\n');
    expect(line).toMatch(/^unit,"?'/);
  });

  it('and each is read back as it was', () => {
    const rows = hostile.map((key) => ({ table: 'unit' as const, key, value: { unit: 'PCE', decimals: '0' } }));
    const constant = { table: 'accounting' as const, key: 'Ghent', value: { dimension1: '=4711' } };
    const text = writeMappingFile([...rows, constant]);
    expect(text).toContain("'=4711");
    expect(readMappingFile(Buffer.from(text))).toEqual({ rows: [...rows, constant], problems: [] });
  });

  it('an apostrophe that guards nothing stays', () => {
    const row = { table: 'unit' as const, key: "'s-Hertogenbosch", value: { unit: 'PCE', decimals: '0' } };
    expect(readMappingFile(Buffer.from(writeMappingFile([row]))).rows).toEqual([row]);
  });
});
