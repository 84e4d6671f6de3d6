import { documentKey } from '@sluice/shared/document';
import { eventually } from '@sluice/testing/eventually';
import { expect, test } from 'vitest';
import { ReconcilerUnderTest } from '../../tests/reconciler-under-test.js';
import { m3Destination, toyDomain, type ToyOrder } from '../../tests/toy-domain.js';
import { done, type Domain } from '../decision.js';

const sut = new ReconcilerUnderTest();

/** Orders of one quantity look alike; their numbers are the minutes at which they were made. An order of none is like none. */
const domain: Domain<ToyOrder> = {
  ...toyDomain(({ possibleDuplicates }) => {
    const message = possibleDuplicates.map(documentKey).join(', ');
    return {
      [m3Destination]: done('Posted', message === '' ? {} : { because: { code: 'possible-duplicate', message } }),
    };
  }),
  fingerprint: {
    of: ({ quantity, number }) =>
      quantity === '0' ? undefined : { content: quantity, at: `2026-03-01T08:${number}:00.000Z` },
    withinMs: 30 * 60_000,
  },
};

const order = async (id: string, minute: string, quantity: string, sequence = 1) => {
  await sut.snapshot(id, sequence, { number: minute, quantity });
  await sut.shows(id, 'Posted');
  return warned(id);
};
const warned = async (id: string) => (await sut.status(id))?.reason?.message;

test('a document is shown the earlier ones that look the same, the latest first, and only those made not long before', async () => {
  sut.start(domain);
  expect(await order('1', '00', '5')).toBeUndefined();
  expect(await order('2', '10', '5')).toBe('purchase-order/1');
  expect(await order('3', '10', '6')).toBeUndefined();
  expect(await order('4', '30', '5')).toBe('purchase-order/2, purchase-order/1');
  expect(await order('5', '35', '5')).toBe('purchase-order/4, purchase-order/2');
});

test('in whatever order they are decided the later one is warned, and of two of one moment only one is the later', async () => {
  sut.start(domain);
  expect(await order('2', '10', '5')).toBeUndefined();
  expect(await order('1', '10', '5')).toBeUndefined();
  await eventually(async () => (await warned('2')) === 'purchase-order/1');
  expect(await warned('1')).toBeUndefined();
});

test('the warning goes when the earlier one is no longer like it', async () => {
  sut.start(domain);
  await order('1', '00', '5');
  expect(await order('2', '10', '5')).toBe('purchase-order/1');
  await order('1', '00', '9', 2);
  await eventually(async () => (await warned('2')) === undefined);
});

test('what changed looks like what it is now', async () => {
  sut.start(domain);
  await order('1', '00', '5');
  await order('2', '10', '5');
  await order('1', '00', '0', 2);
  expect(await order('3', '20', '5')).toBe('purchase-order/2');
  expect(await order('3', '20', '9', 2)).toBeUndefined();
});

test('among all, both are shown each other, whenever they were made, until they no longer look the same', async () => {
  const fingerprint = domain.fingerprint && { ...domain.fingerprint, withinMs: 0, among: 'all' as const };
  sut.start({ ...domain, fingerprint });
  expect(await order('2', '50', '5')).toBeUndefined();
  expect(await order('1', '00', '5')).toBe('purchase-order/2');
  await eventually(async () => (await warned('2')) === 'purchase-order/1');
  await order('1', '00', '9', 2);
  await eventually(async () => (await warned('2')) === undefined);
  expect(await warned('1')).toBeUndefined();
});
