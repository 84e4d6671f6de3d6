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
      ['first load of suppliers', ...throughputColumns('suppliers'), 'of the quota'],
      row('up to 100 transactions a request', inBatches),
      row('one transaction a request', oneByOne),
    ],
  };
}

const row = (name, result) => [
  name,
  ...throughputCells(result.suppliers, result),
  `${Math.round(result.shareOfQuota * 100)} %`,
];

async function load(world, { suppliers, transactionsPerRequest }) {
  const calls = await drainThroughQuota(world, {
    transactionsPerRequest,
    settings: { SUPPLIER_SYNC: 'both', SUPPLIER_WRITE_BACK: 'off' },
    layIn: (installation) => layIn(installation, suppliers),
    drained: (installation) =>
      step(`Waiting until ${suppliers} suppliers are compared with M3`, () =>
        untilProgress(installation, ({ done }) => done >= suppliers, 420_000, 'not all suppliers are compared'),
      ),
  });
  return { transactionsPerRequest, suppliers, ...throughput(calls, suppliers, ran('GetBasicData')) };
}

async function layIn(installation, suppliers) {
  const { sandbox, consoleApi } = installation;
  await sandbox.admin('POST', '/admin/m3/suppliers/fill', {
    cono: 100,
    count: suppliers,
    prefix: 'Y',
    from,
    fields: { STAT: '20' },
  });
  await sandbox.admin('POST', '/admin/coupa/suppliers/fill', { count: suppliers, from, numbered: 1 });
  await consoleApi('PUT', '/api/mappings', { rows: countries });
  await step(`Loading ${suppliers} suppliers from Coupa while the way to M3 is closed`, async () => {
    await consoleApi('POST', '/api/records/supplier/all/load');
    const isKnown = ({ load: asked, byStatus }) =>
      asked?.isListed === true && Object.values(byStatus).reduce((sum, count) => sum + count, 0) >= suppliers;
    await untilProgress(installation, isKnown, 300_000 + suppliers * 100, 'not all suppliers are known');
  });
}

async function untilProgress({ consoleApi, signal }, check, withinMs, what) {
  const progress = () => consoleApi('GET', '/api/progress?type=supplier');
  if (await waitUntil(async () => check(await progress()), { withinMs, everyMs: 1_000, signal })) return;
  throw new Error(`After ${withinMs / 1000} s ${what}: ${JSON.stringify(await progress())}`);
}
