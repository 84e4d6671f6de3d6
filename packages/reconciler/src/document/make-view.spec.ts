import { given } from '@sluice/testing/specification/given';
import { describe, expect, it } from 'vitest';
import { defineM3Read, m3Text } from '../read.js';
import { m3Destination, toyDomain, toyOrder } from '../../tests/toy-domain.js';

const readQuantity = defineM3Read({
  id: 'read-order/7001',
  program: 'TOY001MI',
  transactions: [{ transaction: 'Get', record: { ORDR: '7001' }, returns: ['QTY'] }],
  parse: (records) => records.flat().map(({ QTY }) => m3Text(QTY)),
});

const readAt = '2026-03-10T08:00:00.000Z';
const order = given(toyDomain()).snapshot(toyOrder());
const read = order.reading(m3Destination, readQuantity, [[{ QTY: ' 5 ' }]], { readAt });
const minutes = 60_000;

describe('what a read found', () => {
  it('is its parsed value, and when it was read', () => {
    expect(read.view().destination(m3Destination).reading(readQuantity)).toEqual({
      value: ['5'],
      readAt,
      commandId: expect.any(String),
      justRead: false,
    });
    expect(order.view().destination(m3Destination).reading(readQuantity)).toBeUndefined();
  });

  it('belongs to the destination that it was read for', () => {
    expect(read.view().destination('m3/200').reading(readQuantity)).toBeUndefined();
  });

  it.each<[now: string, justRead: boolean, fresh: boolean]>([
    ['2026-03-10T08:09:59.999Z', false, true],
    ['2026-03-10T08:10:00.000Z', false, false],
    ['2027-03-10T08:00:00.000Z', true, true],
  ])('at %s (just read: %j) is fresh for ten minutes: %j', (now, justRead, fresh) => {
    const known = order.reading(m3Destination, readQuantity, [[{ QTY: '5' }]], { readAt, justRead }).at(now);
    const found = known
      .view()
      .destination(m3Destination)
      .fresh(readQuantity, 10 * minutes);
    expect(found?.value).toEqual(fresh ? ['5'] : undefined);
  });
});

describe('what is not known', () => {
  it('of a destination is no name for the document, and nothing that was confirmed', () => {
    const { identity, ...rest } = order.view().destination(m3Destination);
    expect(identity).toEqual({});
    for (const field of ['acknowledged', 'readBackSince', 'inFlight', 'last', 'refused'])
      expect(rest).not.toHaveProperty(field);
  });

  it('of a key is no value and sequence 0', () => {
    expect(order.view().lookup('mapping.v1', 'unit/EA')).toEqual({
      ref: { topic: 'mapping.v1', key: 'unit/EA', sequence: 0 },
    });
  });
});
