import { appNames } from '../../packages/shared/src/apps.ts';
import { step } from '../../infra/local/bootstrap/progress.mjs';
import { waitUntil } from '../../infra/local/processes/wait-until.mjs';
import { round } from './percentiles.mjs';

const quotaPerMinute = 300;
const gateway = 'cloudsuite-gateway';
/** Both systems count from here on: a supplier of Coupa’s has the number of one of M3’s. */
const from = 100_000;

/** Those in which the sandbox's Coupa has its suppliers. */
const countries = ['BE', 'DE', 'FR', 'NL', 'SE'].map((code) => ({
  table: 'country',
  key: code,
  value: { country: code, taxField: 'VRNO' },
}));

/**
 * How quickly suppliers that both systems hold are loaded and compared, through an M3 that permits 300 requests a minute and
 * enforces it: many transactions in a request as Sluice sends them, beside a client that makes one call per transaction.
 */
export async function suppliersPerMinute(world, { suppliers = 2_000 }) {
  const inBatches = await load(world, { suppliers, transactionsPerRequest: 100 });
  const oneByOne = await load(world, { suppliers: Math.ceil(suppliers / 10), transactionsPerRequest: 1 });
  return {
    quotaPerMinute,
    inBatches,
    oneByOne,
    rows: [
      [
        'first load of suppliers',
        'suppliers',
        'transactions',
        'requests',
        'seconds',
        '429s',
        'measured/min',
        'at the quota/min',
        'of the quota',
      ],
      row('up to 100 transactions a request', inBatches),
      row('one transaction a request', oneByOne),
    ],
  };
}

const row = (name, result) => [
  name,
  result.suppliers,
  result.transactions,
  result.requests,
  result.seconds,
  result.refused,
  result.measuredPerMinute,
  result.sustainedPerMinute,
  `${Math.round(result.shareOfQuota * 100)} %`,
];

function load(world, { suppliers, transactionsPerRequest }) {
  const over = {
    M3_QUOTA: `${quotaPerMinute}/min,concurrency=4`,
    M3_TRANSACTIONS_PER_REQUEST: String(transactionsPerRequest),
    SUPPLIER_SYNC: 'both',
    COUPA_POLL: 'off',
    // Coupa permits 25 requests a second, and what is written back to it would be the narrower place.
    SUPPLIER_WRITE_BACK: 'off',
  };
  return world.with({ apps: appNames.filter((name) => name !== gateway), over }, async (installation) => {
    const { sandbox, consoleApi, signal } = installation;
    await sandbox.admin('PUT', '/admin/m3/settings', {
      quotaKind: 'rolling',
      quotaAllow: quotaPerMinute,
      quotaPeriodMs: 60_000,
    });
    await sandbox.admin('POST', '/admin/m3/suppliers/fill', {
      cono: 100,
      count: suppliers,
      prefix: 'Y',
      from,
      fields: { STAT: '20' },
    });
    await sandbox.admin('POST', '/admin/coupa/suppliers/fill', { count: suppliers, from, numbered: 1 });
    await consoleApi('PUT', '/api/mappings', { rows: countries });
    const progress = () => consoleApi('GET', '/api/progress?type=supplier');
    const until = async (check, withinMs, what) => {
      if (await waitUntil(async () => check(await progress()), { withinMs, everyMs: 1_000, signal })) return;
      throw new Error(`After ${withinMs / 1000} s ${what}: ${JSON.stringify(await progress())}`);
    };
    await step(`Loading ${suppliers} suppliers from Coupa while the way to M3 is closed`, async () => {
      await consoleApi('POST', '/api/records/supplier/all/load');
      const isKnown = ({ load: asked, byStatus }) =>
        asked?.isListed === true && Object.values(byStatus).reduce((sum, count) => sum + count, 0) >= suppliers;
      await until(isKnown, 300_000 + suppliers * 100, 'not all suppliers are known');
    });
    const before = (await sandbox.admin('GET', '/admin/m3/calls')).calls.length;
    await installation.start([gateway]);
    await step(`Waiting until ${suppliers} suppliers are compared with M3`, () =>
      until(({ done }) => done >= suppliers, 420_000, 'not all suppliers are compared'),
    );
    const { calls } = await sandbox.admin('GET', '/admin/m3/calls');
    return { transactionsPerRequest, ...figuresOf(calls.slice(before), suppliers) };
  });
}

const readsSupplier = ({ transactions }) =>
  transactions.some(({ transaction, result }) => transaction === 'GetBasicData' && result === 'ok');

/** From the first request to the last that read a supplier. */
function figuresOf(calls, suppliers) {
  const refused = calls.filter(({ httpStatus }) => httpStatus === 429).length;
  const until = calls.slice(0, calls.findLastIndex(readsSupplier) + 1).filter(({ httpStatus }) => httpStatus !== 429);
  const transactions = until.reduce((sum, call) => sum + call.transactions.length, 0);
  const elapsedMs = Math.max(1, Date.parse(until.at(-1).at) - Date.parse(until[0].at));
  return {
    suppliers,
    transactions,
    requests: until.length,
    seconds: round(elapsedMs / 1000),
    refused,
    measuredPerMinute: round((suppliers * 60_000) / elapsedMs),
    /** Without the first quota's worth, which goes at once: what the requests per supplier come to, minute after minute. */
    sustainedPerMinute: round((quotaPerMinute * suppliers) / until.length),
    /** Of the requests that M3 permitted in that time; what is left is for live documents. */
    shareOfQuota: Math.round((100 * until.length) / (quotaPerMinute * Math.max(1, elapsedMs / 60_000))) / 100,
  };
}
