import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { numberedOrders } from './sample-orders.mjs';

let path;

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'sluice-demo-'));
});

afterEach(() => rmSync(path, { recursive: true, force: true }));

const quantities = (orders) => orders.flatMap(({ order }) => order['order-lines'].map(({ quantity }) => quantity));

/** The same again would be marked as looking like an earlier order, which puzzles whoever starts the demo twice. */
it('a later start sends other orders: other ids, other quantities', () => {
  const [one, two] = [numberedOrders({ path }), numberedOrders({ path })];
  expect(new Set([...one, ...two].map(({ id }) => id)).size).toBe(8);
  expect(quantities(one)).toEqual(['10', '3', '12.5', '4', '20']);
  expect(quantities(two)).toEqual(['11', '4', '13.5', '5', '21']);
});
