import { expect, it } from 'vitest';
import { RepeatedWork } from './repeated-work.js';

const never = 1_000_000_000;

/** Repeats the work until it has been begun so often, and answers what was logged. */
async function repeat(times: number, everyMs: number, work: (time: number) => Promise<'at-once' | void>) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const logged: unknown[] = [];
  let begun = 0;
  const repeated = new RepeatedWork({
    name: 'work',
    work: async () => {
      begun += 1;
      if (begun === times) resolve();
      return work(begun);
    },
    everyMs,
    log: { warn: ({ err }, message) => logged.push([err, message]) },
    failed: 'it is tried again',
  });
  repeated.start();
  await promise;
  await repeated.stop();
  return { begun, logged };
}

it('works at the start, and again after the pause', async () => {
  expect(await repeat(1, never, async () => undefined)).toEqual({ begun: 1, logged: [] });
  expect((await repeat(3, 1, async () => undefined)).begun).toBe(3);
});

it('makes no pause where something is left to do', async () => {
  expect((await repeat(3, never, async () => 'at-once')).begun).toBe(3);
});

it('goes on after a failure, which it logs', async () => {
  const broken = new Error('away');
  const { logged } = await repeat(2, 1, async (time) => {
    if (time === 1) throw broken;
  });
  expect(logged).toEqual([[broken, 'it is tried again']]);
});

it('ends once what is begun is done', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let isDone = false;
  const repeated = new RepeatedWork({
    name: 'work',
    work: async () => {
      await promise;
      isDone = true;
      return 'at-once';
    },
    everyMs: 1,
    log: { warn: () => undefined },
    failed: '',
  });
  repeated.start();
  const stopped = repeated.stop();
  resolve();
  await stopped;
  expect(isDone).toBe(true);
});
