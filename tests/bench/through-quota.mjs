import { appNames } from '../../packages/shared/src/apps.ts';
import { round } from './percentiles.mjs';

/** What M3 permits in these benches, and enforces. */
export const quotaPerMinute = 300;
const gateway = 'cloudsuite-gateway';

/**
 * An installation whose way to M3 is closed, so that a backlog can be laid in, through an M3 that enforces the quota; the
 * gateway is started once `layIn` has ended, and `drained` waits until the backlog is in M3. Returns the requests that M3
 * has answered since then.
 */
export function drainThroughQuota(world, { transactionsPerRequest, settings, layIn, drained }) {
  const over = {
    M3_QUOTA: `${quotaPerMinute}/min,concurrency=4`,
    M3_TRANSACTIONS_PER_REQUEST: String(transactionsPerRequest),
    COUPA_POLL: 'off',
    // Coupa permits 25 requests a second, and what is written back to it would be the narrower place.
    ...settings,
  };
  return world.with({ apps: appNames.filter((name) => name !== gateway), over }, async (installation) => {
    const { sandbox } = installation;
    await sandbox.admin('PUT', '/admin/m3/settings', {
      quotaKind: 'rolling',
      quotaAllow: quotaPerMinute,
      quotaPeriodMs: 60_000,
    });
    const callsSoFar = async () => (await sandbox.admin('GET', '/admin/m3/calls')).calls;
    await layIn(installation);
    const before = (await callsSoFar()).length;
    await installation.start([gateway]);
    await drained(installation);
    return (await callsSoFar()).slice(before);
  });
}

/** How quickly so many documents went through: from the first request to the last that `isLast` tells. */
export function throughput(calls, documents, isLast) {
  const refused = calls.filter(({ httpStatus }) => httpStatus === 429).length;
  const until = calls.slice(0, calls.findLastIndex(isLast) + 1).filter(({ httpStatus }) => httpStatus !== 429);
  const elapsedMs = Math.max(1, Date.parse(until.at(-1).at) - Date.parse(until[0].at));
  return {
    transactions: until.reduce((sum, call) => sum + call.transactions.length, 0),
    requests: until.length,
    seconds: round(elapsedMs / 1000),
    refused,
    measuredPerMinute: round((documents * 60_000) / elapsedMs),
    /** Without the first quota's worth, which goes at once: what the requests per document come to, minute after minute. */
    sustainedPerMinute: round((quotaPerMinute * documents) / until.length),
    /** Of the requests that M3 permitted in that time; what is left is for live documents. */
    shareOfQuota: Math.round((100 * until.length) / (quotaPerMinute * Math.max(1, elapsedMs / 60_000))) / 100,
  };
}

/** The columns that {@link throughput} fills. */
export const throughputColumns = (documents) => [
  documents,
  'transactions',
  'requests',
  'seconds',
  '429s',
  'measured/min',
  'at the quota/min',
];
export const throughputCells = (documents, result) => [
  documents,
  result.transactions,
  result.requests,
  result.seconds,
  result.refused,
  result.measuredPerMinute,
  result.sustainedPerMinute,
];

/** Whether a request ran the transaction, and M3 took it. */
export const ran =
  (name) =>
  ({ transactions }) =>
    transactions.some(({ transaction, result }) => transaction === name && result === 'ok');
