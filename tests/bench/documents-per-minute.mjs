import { appNames } from '../../packages/shared/src/apps.ts';
import { step } from '../../infra/local/bootstrap/progress.mjs';
import { waitUntil } from '../../infra/local/processes/wait-until.mjs';
import { round } from './percentiles.mjs';
import { approve, untilInM3, writeOrder } from './world.mjs';

const quotaPerMinute = 300;
const gateway = 'cloudsuite-gateway';

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
      [
        'documents into M3',
        'orders',
        'transactions',
        'requests',
        'seconds',
        '429s',
        'measured/min',
        'at the quota/min',
      ],
      row('up to 100 transactions a request', inBatches),
      row('one transaction a request', oneByOne),
    ],
  };
}

const row = (name, result) => [
  name,
  result.orders,
  result.transactions,
  result.requests,
  result.seconds,
  result.refused,
  result.measuredPerMinute,
  result.sustainedPerMinute,
];

function drain(world, { orders, transactionsPerRequest }) {
  const over = {
    M3_QUOTA: `${quotaPerMinute}/min,concurrency=4`,
    M3_TRANSACTIONS_PER_REQUEST: String(transactionsPerRequest),
    COUPA_POLL: 'off',
    // Coupa permits 25 requests a second, and what is written back to it would be the narrower place.
    COUPA_WRITE_BACK: 'off',
  };
  return world.with({ apps: appNames.filter((name) => name !== gateway), over }, async (installation) => {
    const { sandbox, consoleApi, signal } = installation;
    await sandbox.admin('PUT', '/admin/m3/settings', {
      quotaKind: 'rolling',
      quotaAllow: quotaPerMinute,
      quotaPeriodMs: 60_000,
    });
    await installation.seed();
    await step(`Approving ${orders} orders while the way to M3 is closed`, async () => {
      for (let id = 10_001; id < 10_001 + orders; id += 1) {
        await writeOrder(installation, id);
        await approve(installation, id);
      }
      if (!(await waitUntil(() => isKnown(consoleApi, 10_000 + orders), { withinMs: 180_000, everyMs: 500, signal })))
        throw new Error('The last order did not reach the console');
    });
    await installation.start([gateway]);
    await step(`Waiting until M3 holds ${orders} orders`, () => untilInM3(installation, orders, 420_000));
    const { calls } = await sandbox.admin('GET', '/admin/m3/calls');
    return { transactionsPerRequest, ...figuresOf(calls, orders) };
  });
}

async function isKnown(consoleApi, id) {
  const { records } = await consoleApi('GET', `/api/records?type=purchase-order&q=${id}&limit=5`);
  return records.length > 0;
}

const isFinish = ({ transactions }) =>
  transactions.some(({ transaction, result }) => transaction === 'FinishEntry' && result === 'ok');

/** From the first request to the last order's FinishEntry, which is when M3 has taken it over. */
function figuresOf(calls, orders) {
  const refused = calls.filter(({ httpStatus }) => httpStatus === 429).length;
  const until = calls.slice(0, calls.findLastIndex(isFinish) + 1).filter(({ httpStatus }) => httpStatus !== 429);
  const transactions = until.reduce((sum, call) => sum + call.transactions.length, 0);
  const elapsedMs = Date.parse(until.at(-1).at) - Date.parse(until[0].at);
  return {
    orders,
    transactions,
    requests: until.length,
    seconds: round(elapsedMs / 1000),
    refused,
    measuredPerMinute: round((orders * 60_000) / elapsedMs),
    /** Without the first quota's worth, which goes at once: what the requests per order come to, minute after minute. */
    sustainedPerMinute: round((quotaPerMinute * orders) / until.length),
  };
}
