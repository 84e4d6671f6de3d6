import { setTimeout as pause } from 'node:timers/promises';
import { appNames } from '../../packages/shared/src/apps.ts';
import { step } from '../../infra/local/bootstrap/progress.mjs';
import { percentiles } from './percentiles.mjs';
import { approve, untilInM3, writeOrder } from './world.mjs';

const over = {
  // A quota that such a load never meets: its waits are the subject of another bench.
  M3_QUOTA: '6000/min,concurrency=4',
  COUPA_POLL: 'off',
  // Questions about items and accounts name no order; without them the first request about an order is one that names it.
  M3_PRECHECKS: 'off',
};

/**
 * From the approval in Coupa, which sends the webhook, to the first request that M3 gets about that order: once with
 * each order nearly alone, once with an order every 300 ms.
 */
export const webhookToM3 = (world, { orders = 60 }) =>
  world.with({ apps: appNames, over }, async (installation) => {
    await installation.seed();
    // With these the supplier is known, tokens are fetched and the code is warm.
    const warming = 20;
    await measure(installation, { firstId: 2001, orders: warming, everyMs: 300, alreadyHeld: 0 });
    const loads = [
      { firstId: 3001, orders, everyMs: 1_500, alreadyHeld: warming },
      { firstId: 4001, orders, everyMs: 300, alreadyHeld: warming + orders },
    ];
    const measured = [];
    for (const load of loads)
      measured.push(
        await step(`Approving ${load.orders} orders, one every ${load.everyMs} ms`, () => measure(installation, load)),
      );
    const rows = measured.map(({ orders: count, everyMs, milliseconds: { p50, p95, p99, max } }) => [
      `${count} orders, one every ${everyMs} ms`,
      p50,
      p95,
      p99,
      max,
    ]);
    return { measured, rows: [['webhook to first M3 request', 'p50 ms', 'p95 ms', 'p99 ms', 'max ms'], ...rows] };
  });

async function measure(installation, { firstId, orders, everyMs, alreadyHeld }) {
  const approvedAt = new Map();
  for (let id = firstId; id < firstId + orders; id += 1) {
    const nextAt = performance.now() + everyMs;
    await writeOrder(installation, id);
    approvedAt.set(String(id), Date.now());
    await approve(installation, id);
    await pause(Math.max(0, nextAt - performance.now()));
  }
  await untilInM3(installation, alreadyHeld + orders, 120_000);
  const { calls } = await installation.sandbox.admin('GET', '/admin/m3/calls');
  const waits = [...approvedAt].map(([number, at]) => firstCallAbout(calls, number, at) - at);
  return { orders, everyMs, milliseconds: percentiles(waits) };
}

/** The sandbox notes a request once it has answered it, so its own time to answer is in here. */
function firstCallAbout(calls, number, approvedAt) {
  const wholeNumber = new RegExp(`\\b${number}\\b`);
  const times = calls
    .filter(({ transactions }) => transactions.some(({ record }) => wholeNumber.test(JSON.stringify(record))))
    .map(({ at }) => Date.parse(at));
  const first = times.find((at) => at >= approvedAt);
  if (first === undefined) throw new Error(`M3 never heard of order ${number}`);
  return first;
}
