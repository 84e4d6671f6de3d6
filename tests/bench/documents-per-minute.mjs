import { step } from '../../infra/local/bootstrap/progress.mjs';
import { waitUntil } from '../../infra/local/processes/wait-until.mjs';
import {
  drainThroughQuota,
  quotaPerMinute,
  ran,
  throughput,
  throughputCells,
  throughputColumns,
} from './through-quota.mjs';
import { approve, untilInM3, writeOrder } from './world.mjs';

/**
 * How quickly a backlog of orders goes into an M3 that permits 300 requests a minute and enforces it: as Sluice sends
 * them, many transactions in a request, and with one transaction in each.
 */
export async function documentsPerMinute(world, { orders = 400 }) {
  const inBatches = await drain(world, { orders, transactionsPerRequest: 100 });
  const oneByOne = await drain(world, { orders: Math.ceil(orders / 10), transactionsPerRequest: 1 });
  return {
    quotaPerMinute,
    inBatches,
    oneByOne,
    rows: [
      ['documents into M3', ...throughputColumns('orders')],
      row('up to 100 transactions a request', inBatches),
      row('one transaction a request', oneByOne),
    ],
  };
}

const row = (name, result) => [name, ...throughputCells(result.orders, result)];

async function drain(world, { orders, transactionsPerRequest }) {
  const calls = await drainThroughQuota(world, {
    transactionsPerRequest,
    settings: { COUPA_WRITE_BACK: 'off' },
    layIn: (installation) => layIn(installation, orders),
    drained: (installation) =>
      step(`Waiting until M3 holds ${orders} orders`, () => untilInM3(installation, orders, 420_000)),
  });
  // FinishEntry is when M3 has taken an order over.
  return { transactionsPerRequest, orders, ...throughput(calls, orders, ran('FinishEntry')) };
}

async function layIn(installation, orders) {
  const { consoleApi, signal } = installation;
  await installation.seed();
  await step(`Approving ${orders} orders while the way to M3 is closed`, async () => {
    for (let id = 10_001; id < 10_001 + orders; id += 1) {
      await writeOrder(installation, id);
      await approve(installation, id);
    }
    if (!(await waitUntil(() => isKnown(consoleApi, 10_000 + orders), { withinMs: 180_000, everyMs: 500, signal })))
      throw new Error('The last order did not reach the console');
  });
}

async function isKnown(consoleApi, id) {
  const { records } = await consoleApi('GET', `/api/records?type=purchase-order&q=${id}&limit=5`);
  return records.length > 0;
}
