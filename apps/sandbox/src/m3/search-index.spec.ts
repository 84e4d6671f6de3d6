import { describe, expect, it } from 'vitest';
import { Nok, type M3Record } from './nok.js';
import { SearchIndex } from './search-index.js';

const orders: readonly M3Record[] = [
  { PUNO: '1', YRE1: '2400' },
  { PUNO: '2', YRE1: 'PO 2400-2' },
  { PUNO: '3', OURR: '2400' },
];
const index = new SearchIndex<M3Record>(['PUNO', 'OURR', 'YRE1'], (order) => order);

const found = (query: string) => index.search(orders, query).map(({ PUNO }) => PUNO);

describe('a search index', () => {
  it('finds words, so that a hit must be confirmed by its record', () => {
    expect(found('YRE1:2400')).toEqual(['1', '2']);
  });

  it.each([
    ['OURR:2400', ['3']],
    ['YRE1:24', []],
    ['YRE1:24*', ['1', '2']],
    ['YRE1:"2400-2"', ['2']],
    ['YRE1:2400 PUNO:2', ['2']],
    ['2400', ['1', '2', '3']],
  ])('%s finds %j', (query, expected) => {
    expect(found(query)).toEqual(expected);
  });

  it('refuses a field that is not indexed, and an empty query', () => {
    expect(() => found('CONM:Acme')).toThrow(Nok);
    expect(() => found('  ')).toThrow(Nok);
  });
});
