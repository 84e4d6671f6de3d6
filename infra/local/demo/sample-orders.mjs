import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../bootstrap/paths.mjs';

export const samples = 'infra/local/samples';

export const sample = (file) => JSON.parse(readFileSync(inRoot(samples, file), 'utf8'));

const firstId = 2401;

/**
 * The sample orders with ids that this data folder has not used yet. Sluice remembers the orders of earlier starts while the
 * sandbox begins empty, and an id that comes again would be the old order to it. Each start orders one more of everything,
 * else Sluice would take each order for a possible duplicate of the one of the start before.
 */
export function numberedOrders(folder) {
  const file = join(folder.path, 'orders-sent.json');
  const first = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).next : firstId;
  const orders = sample('orders.json');
  const startsBefore = Math.floor((first - firstId) / orders.length);
  writeFileSync(file, JSON.stringify({ next: first + orders.length }), { mode: 0o600 });
  return orders.map((one, index) => numbered(one, first + index, startsBefore));
}

function numbered({ title, waitsFor, order }, id, more) {
  const lines = order['order-lines'].map((line, index) => ({
    id: id * 100 + index + 1,
    ...line,
    quantity: String(Number(line.quantity) + more),
  }));
  return { id: String(id), title, waitsFor, order: { id, ...order, 'order-lines': lines } };
}
