import { describe, expect, it } from 'vitest';
import { MalformedRequest } from './execute-request.js';
import { parseBulk } from './parse-bulk.js';

const transactions = [{ transaction: 'GetBasicData', record: { SUNO: 'Y30001' } }];

describe('a bulk request', () => {
  it('is read with its options', () => {
    const body = { program: 'CRS620MI', cono: 100, divi: 'AAA', rightTrim: true, maxReturnedRecords: 0, transactions };
    expect(parseBulk(JSON.stringify(body))).toEqual({
      transport: 'bulk',
      program: 'CRS620MI',
      cono: 100,
      divi: 'AAA',
      rightTrim: true,
      excludeEmptyValues: false,
      extendedResult: false,
      maxReturnedRecords: 0,
      transactions: [{ transaction: 'GetBasicData', record: { SUNO: 'Y30001' }, selectedColumns: [] }],
    });
  });

  it.each([
    ['is no JSON', '{'],
    ['has transactions before another property', JSON.stringify({ program: 'CRS620MI', transactions, cono: 100 })],
    ['has a company as text', JSON.stringify({ program: 'CRS620MI', cono: '100', transactions })],
    ['has a division without a company', JSON.stringify({ program: 'CRS620MI', divi: 'AAA', transactions })],
    ['has a property that there is not', JSON.stringify({ program: 'CRS620MI', trim: true, transactions })],
    ['has no transactions', JSON.stringify({ program: 'CRS620MI', transactions: [] })],
    [
      'has a value that is no text',
      JSON.stringify({ program: 'PPS370MI', transactions: [{ transaction: 'AddLine', record: { PNLI: 1 } }] }),
    ],
  ])('is refused when it %s', (_, body) => {
    expect(() => parseBulk(body)).toThrow(MalformedRequest);
  });
});
