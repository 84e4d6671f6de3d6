import { describe, expect, it } from 'vitest';
import { MalformedRequest } from './execute-request.js';
import { parseBulk } from './parse-bulk.js';

const transactions = [{ transaction: 'GetBasicData', record: { SUNO: 'Y30001' } }];

const trims = (body: object, version: 'v1' | 'v2'): boolean =>
  parseBulk(JSON.stringify({ program: 'CRS620MI', ...body, transactions }), version).rightTrim;

describe('a bulk request', () => {
  it('is read with its options', () => {
    const body = { program: 'CRS620MI', cono: 100, divi: 'AAA', rightTrim: true, maxReturnedRecords: 0, transactions };
    expect(parseBulk(JSON.stringify(body))).toEqual({
      version: 'v2',
      transport: 'bulk',
      program: 'CRS620MI',
      cono: 100,
      divi: 'AAA',
      rightTrim: true,
      excludeEmptyValues: false,
      extendedResult: false,
      dateFormat: 'YMD8',
      metadata: false,
      maxReturnedRecords: 0,
      transactions: [{ transaction: 'GetBasicData', record: { SUNO: 'Y30001' }, selectedColumns: [] }],
    });
  });

  it('is trimmed on the right in v2 unless it says otherwise, and in v1 if it says so', () => {
    expect([trims({}, 'v2'), trims({ rightTrim: false }, 'v2')]).toEqual([true, false]);
    expect([trims({}, 'v1'), trims({ rightTrim: true }, 'v1')]).toEqual([false, true]);
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
