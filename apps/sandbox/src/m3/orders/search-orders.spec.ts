import { describe, expect, it } from 'vitest';
import { Nok } from '../nok.js';
import type { Order } from './order.js';
import { searchOrders } from './search-orders.js';

const order = (puno: string, head: Record<string, string>): Order => ({
  cono: 100,
  divi: 'AAA',
  puno,
  msgn: '1',
  head: { PUNO: puno, SUNO: 'Y30001', ...head },
  lines: [],
  texts: [],
  addresses: [],
  charges: [],
  createdAtMs: 0,
});

const orders = [order('1', { YRE1: '2400' }), order('2', { YRE1: 'PO 2400-2' }), order('3', { OURR: '2400' })];

const found = (query: string): string[] => searchOrders(orders, query).map(({ puno }) => puno);

describe('the search for order heads', () => {
  it('finds words, so that a hit must be confirmed by its head', () => {
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
