import { setTimeout as pause } from 'node:timers/promises';
import { appNames } from '../../infra/local/apps/app-names.mjs';
import { percentiles } from './percentiles.mjs';
import { approve, untilInM3, writeOrder } from './world.mjs';

const everyMs = 300;

/** From the approval in Coupa, which sends the webhook, to the first request that M3 gets about that order; an order every 300 ms. */
export const webhookToM3 = (world, { orders = 60 }) =>
  // A quota that such a load never meets: its waits are the subject of another bench.
  world.with(
    { apps: appNames, over: { M3_QUOTA: '6000/min,concurrency=4', COUPA_POLL: 'off' } },
    async (installation) => {
      const { sandbox } = installation;
      await installation.seed();
      // With these the supplier is known, tokens are fetched and the code is warm.
      const warm = Array.from({ length: 5 }, (_, index) => 2001 + index);
      for (const id of warm) await send(installation, id);
      await untilInM3(installation, warm.length, 60_000);

      const approvedAt = new Map();
      for (let id = 3001; id < 3001 + orders; id += 1) {
        const nextAt = performance.now() + everyMs;
        approvedAt.set(String(id), await send(installation, id));
        await pause(Math.max(0, nextAt - performance.now()));
      }
      await untilInM3(installation, warm.length + orders, 120_000);

      const { calls } = await sandbox.admin('GET', '/admin/m3/calls');
      const waits = [...approvedAt].map(([number, at]) => firstCallAbout(calls, number) - at);
      const { p50, p95, p99, max } = percentiles(waits);
      return {
        orders,
        everyMs,
        milliseconds: { p50, p95, p99, max },
        rows: [
          ['webhook to first M3 request', 'p50 ms', 'p95 ms', 'p99 ms', 'max ms'],
          [`${orders} orders, one every ${everyMs} ms`, p50, p95, p99, max],
        ],
      };
    },
  );

async function send(installation, id) {
  await writeOrder(installation, id);
  const at = Date.now();
  await approve(installation, id);
  return at;
}

/** The sandbox notes a request once it has answered it, so its own time to answer is in here. */
function firstCallAbout(calls, number) {
  const call = calls.find(({ transactions }) =>
    transactions.some(({ record }) => JSON.stringify(record).includes(number)),
  );
  if (call === undefined) throw new Error(`M3 never heard of order ${number}`);
  return Date.parse(call.at);
}
