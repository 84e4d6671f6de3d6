import type { Outcome } from '@sluice/shared/messages/outcome';
import { describe, expect, it } from 'vitest';
import { readSnapshot } from './read-snapshot.js';

const aLine = { id: 1, type: 'OrderQuantityLine', quantity: '1', price: '1' };
const anOrder = { id: 1, 'po-number': '1', status: 'issued', 'internal-revision': 1, 'order-lines': [aLine] };

const read = (body: unknown) => {
  const outcome = {
    result: 'ok',
    commandId: 'x',
    steps: [{ id: 'fetch', records: [[body]] }],
    refusals: [],
  } as unknown as Outcome;
  return readSnapshot({ type: 'purchase-order', id: '1' }, outcome, '2026-03-10T08:00:00.000Z');
};

const said = (body: unknown): string | undefined => {
  const snapshot = read(body)?.snapshot;
  return snapshot !== undefined && 'unavailable' in snapshot ? snapshot.unavailable.message : undefined;
};

describe('what Coupa hands out', () => {
  it.each([
    {},
    { pcard: '' },
    { 'shipping-term': '' },
    { requester: { 'employee-number': 42 } },
    { exported: 'false' },
    { version: '2' },
    { 'po-number': null, status: 'draft' },
    { 'ship-to-address': { 'location-code': 'X', 'postal-code': 9000 } },
    { 'order-lines': [{ ...aLine, item: '', 'account-allocations': '', 'receiving-warehouse': '' }] },
  ])('is read where no field that M3 is told is wrong: %j', (change) => {
    expect(said({ ...anOrder, ...change })).toBeUndefined();
    expect(read({ ...anOrder, ...change })?.newness).toMatchObject({ revision: 1 });
  });

  it('is named with line, field and value where one is', () => {
    expect(said({ ...anOrder, 'order-lines': [aLine, { ...aLine, id: 2, 'line-num': '7', price: '1,5' }] })).toBe(
      'Line 7, price: "1,5" is no decimal number such as 12.5',
    );
  });

  it('is not taken for another document', () => {
    expect(said({ ...anOrder, id: 2 })).toBe('Coupa answered with another document than purchase-order 1');
  });

  it.each([
    ['2026-03-09T10:00:00+01:00', true],
    ['2026-03-09T10:00:00', false],
    ['yesterday', false],
  ])('changed at %s: %s', (written, isMoment) => {
    expect('changedAt' in (read({ ...anOrder, 'updated-at': written })?.newness ?? {})).toBe(isMoment);
  });
});
