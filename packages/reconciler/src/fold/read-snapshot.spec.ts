import { expect, it } from 'vitest';
import { readSnapshot } from './read-snapshot.js';

const envelope = {
  id: '01890000-0000-7000-8000-000000000001',
  source: '/sluice/coupa-gateway',
  type: 'coupa.supplier.v1',
  time: '2026-03-01T08:00:00.000Z',
};

const message = (key: string, sequence?: number, replay?: true) => ({
  key,
  value: { removed: true as const, fetchedAt: '2026-03-01T08:00:00.000Z' },
  envelope: { ...envelope, ...(sequence !== undefined && { sequence }) },
  ...(replay !== undefined && { replay }),
});

it('a snapshot is of the document that its key names, and a replay is less urgent', () => {
  expect(readSnapshot('supplier', message('supplier/41', 7))).toMatchObject({
    document: { type: 'supplier', id: '41' },
    sequence: 7,
    priority: 'live',
  });
  expect(readSnapshot('supplier', message('supplier/41', 7, true)).priority).toBe('replay');
});

it('a snapshot of a first load says so itself, and is a replay where it is read again', () => {
  const { envelope: sent, ...rest } = message('supplier/41', 7);
  const loaded = { ...rest, envelope: { ...sent, priority: 'first-load' as const } };
  expect(readSnapshot('supplier', loaded).priority).toBe('first-load');
  expect(readSnapshot('supplier', { ...loaded, replay: true }).priority).toBe('replay');
});

it.each([
  ['of another kind of document', message('purchase-order/41', 7)],
  ['whose key is no document’s', message('41', 7)],
  ['whose id holds what Postgres cannot keep', message('supplier/4\u00001', 7)],
  ['without a sequence, which nothing would fence', message('supplier/41')],
])('a snapshot %s goes to the dead letters', (_what, received) => {
  expect(() => readSnapshot('supplier', received)).toThrow(
    expect.objectContaining({ code: 'unreadable', disposition: 'dead-letter' }),
  );
});
