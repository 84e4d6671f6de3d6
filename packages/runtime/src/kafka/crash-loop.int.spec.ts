import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '@sluice/testing/eventually';
import { collect, send } from '@sluice/testing/kafka';
import { toyWorld, type ToyWorld } from '@sluice/testing/toys/toy-world';

const main = fileURLToPath(new URL('../../../testing/dist/toys/toy-main.js', import.meta.url));

let world: ToyWorld;
let child: ChildProcess | undefined;

const notice = (id: string) => ({
  document: { type: 'supplier' as const, id },
  reason: 'webhook' as const,
  noticedAt: '2026-01-05T08:00:00.000Z',
});
const start = (changes: Record<string, string> = {}): ChildProcess => {
  child = spawn(process.execPath, [main], { env: world.environment(changes), stdio: ['ignore', 'ignore', 'inherit'] });
  return child;
};

beforeAll(async () => {
  world = await toyWorld('po-sync');
});

afterAll(async () => {
  child?.kill('SIGKILL');
  await world?.end();
});

it('a fold that kills the process each time is dead-lettered after five, and its neighbours are folded once', async () => {
  const neighbours = Array.from({ length: 12 }, (_, index) => `supplier/neighbour-${index}`);
  for (const key of neighbours.slice(0, 6)) await send(world.prefix, 'coupa.notice.v1', key, notice(key));
  await send(world.prefix, 'coupa.notice.v1', 'supplier/poison', notice('poison'));
  for (const key of neighbours.slice(6)) await send(world.prefix, 'coupa.notice.v1', key, notice(key));
  const deadLetters = await collect(world.prefix, 'dead-letter.v1');
  const deadLettered = deadLetters
    .waitFor(({ key }) => key === 'supplier/poison', { withinMs: 55_000 })
    .then(() => 'dead-lettered' as const);
  let deaths = 0;
  for (;;) {
    const end = await Promise.race([once(start(), 'exit').then(() => 'died' as const), deadLettered]);
    if (end === 'dead-lettered') break;
    deaths += 1;
    expect(deaths).toBeLessThan(8);
  }
  // The first death may leave no trace: what was not the first message after a start is counted from the second time on.
  expect([5, 6]).toContain(deaths);
  expect(deadLetters.messages).toHaveLength(1);
  expect(deadLetters.messages[0]?.value).toMatchObject({
    tries: 5,
    reason: { message: 'The app died each time it folded this message.' },
  });
  await eventually(async () => {
    const rows = await world.query('SELECT key, count(*)::int AS times FROM folded GROUP BY key ORDER BY key');
    expect(rows).toEqual(neighbours.toSorted().map((key) => ({ key, times: 1 })));
    return true;
  });
  expect(await world.query('SELECT 1 FROM fold_try')).toEqual([]);
  child?.kill('SIGTERM');
  const [code] = (await once(child as ChildProcess, 'exit')) as [number];
  expect(code).toBe(0);
  await deadLetters.stop();
}, 120_000);

it('a consumer that stopped for good ends the process with an error', async () => {
  // A session time-out above what the broker allows is refused for good.
  const [code] = (await once(start({ SLUICE_TIME_SCALE: '100' }), 'exit')) as [number];
  expect(code).toBe(1);
});

it.each([
  [
    'a password with # in an address',
    { DATABASE_URL: 'postgres://sluice:pa#ss@127.0.0.1:5432/sluice' },
    /DATABASE_URL .*%23/,
  ],
  ['brokers with a scheme', { KAFKA_BROKERS: 'SASL_SSL://127.0.0.1:9092' }, /KAFKA_BROKERS .*SASL_SSL/],
])('a wrong configuration ends the process with 2 and says what to do: %s', async (_, changes, words) => {
  const process = spawn(globalThis.process.execPath, [main], {
    env: world.environment(changes),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, [code]] = await Promise.all([text(process.stderr), once(process, 'exit') as Promise<[number]>]);
  expect({ code, said }).toEqual({ code: 2, said: expect.stringMatching(words) });
});
