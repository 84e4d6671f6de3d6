import { step } from '../../infra/local/bootstrap/progress.mjs';
import { waitUntil } from '../../infra/local/processes/wait-until.mjs';
import { cpuMsOf, ownCpuMs } from './cpu-time.mjs';
import { percentiles, round } from './percentiles.mjs';
import { sendSteadily } from './send-steadily.mjs';
import { onDatabase } from './world.mjs';

/** A rate is held if each event is answered 202, as many a second as were sent, and 99 of 100 within this time. */
const heldWithinMs = 500;
const ladderSeconds = 5;
const highest = 20_000;
const lowest = 10;

/** Signed webhooks at a steady rate: each is answered once it is committed. Then the highest rate that is held. */
export const ingress = (world, { rate = 1_000, seconds = 20 }) =>
  world.with({ apps: ['ingress'] }, async (installation) => {
    // An ingress that has run for a while: its code is compiled, its connections stand.
    await sendSteadily(installation, { rate: Math.min(rate, 1_000), seconds: 10 });
    await calm(installation);
    const steady = await step(`Sending ${rate} events a second for ${seconds} s`, () =>
      run(installation, { rate, seconds }),
    );
    const ladder = await climb(installation, steady, Math.min(seconds, ladderSeconds));
    const highestHeld = Math.max(0, ...ladder.filter(({ isHeld }) => isHeld).map((one) => one.rate));
    const rows = [steady, ...ladder.slice(1)].map((one) => [
      `${one.rate}/s for ${one.seconds} s`,
      one.answeredPerSecond,
      one.milliseconds.p50,
      one.milliseconds.p95,
      one.milliseconds.p99,
      one.cpuMicrosPerEvent.ingress,
      one.cpuMicrosPerEvent.sender,
      one.sent - one.kept,
      one.isHeld ? 'held' : 'not held',
    ]);
    return {
      steady,
      ladder,
      highestHeld,
      rows: [
        [
          'ingress',
          '202s/s',
          'p50 ms',
          'p95 ms',
          'p99 ms',
          'CPU µs/event',
          'of the sender',
          'not kept',
          `held: p99 ≤ ${heldWithinMs} ms`,
        ],
        ...rows,
      ],
    };
  });

/** Down by halves until a rate is held, then up by a quarter each time until one is not. */
async function climb(installation, first, seconds) {
  const ladder = [first];
  for (;;) {
    const { rate, isHeld } = ladder.at(-1);
    const hasHeld = ladder.some((one) => one.isHeld);
    if (hasHeld && !isHeld) return ladder;
    const next = Math.round(hasHeld ? rate * 1.25 : rate / 2);
    const isTooMuch = hasHeld && ladder.some((one) => !one.isHeld && one.rate <= next);
    if (isTooMuch || next > highest || next < lowest) return ladder;
    ladder.push(await step(`Sending ${next} events a second`, () => run(installation, { rate: next, seconds })));
  }
}

/** What was accepted is still on its way to Kafka: this is over when that is done. */
async function calm({ databaseUrl, signal }) {
  const isEmpty = async () => {
    const [{ left }] = await onDatabase(databaseUrl, 'SELECT count(*)::int AS left FROM ingress.outbox');
    return left === 0;
  };
  await waitUntil(isEmpty, { withinMs: 60_000, everyMs: 200, signal });
}

async function run(installation, { rate, seconds }) {
  const before = await countKept(installation);
  const cpuBefore = cpuMs(installation);
  const { sent, statuses, waits, elapsedMs } = await sendSteadily(installation, { rate, seconds });
  const senderMs = ownCpuMs() - cpuBefore.sender;
  // The way to Kafka belongs to an event's work.
  await calm(installation);
  const ingressMs = cpuMs(installation).ingress - cpuBefore.ingress;
  const kept = (await countKept(installation)) - before;
  const accepted = statuses['202'] ?? 0;
  const milliseconds = percentiles(waits);
  const answeredPerSecond = round((accepted * 1000) / elapsedMs);
  const isHeld = accepted === sent && kept === sent && milliseconds.p99 <= heldWithinMs;
  const cpuMicrosPerEvent = { ingress: microsOf(ingressMs / sent), sender: microsOf(senderMs / sent) };
  return { rate, seconds, sent, statuses, kept, answeredPerSecond, milliseconds, cpuMicrosPerEvent, isHeld };
}

const cpuMs = ({ folder }) => ({ ingress: cpuMsOf(folder, 'ingress'), sender: ownCpuMs() });
const microsOf = (ms) => Math.round(ms * 1000);

async function countKept({ databaseUrl }) {
  const [{ kept }] = await onDatabase(databaseUrl, 'SELECT count(*)::int AS kept FROM ingress.inbox');
  return kept;
}
