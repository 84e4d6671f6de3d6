import { expect, it } from 'vitest';
import { Signal } from './signal.js';

const long = 60_000;

it('wakes everybody who waits', async () => {
  const signal = new Signal();
  const waits = [signal.next().within(long), signal.next().within(long)];
  signal.give();
  await Promise.all(waits);
});

it('given to one, wakes the caller that has waited longest', async () => {
  const signal = new Signal();
  const awake: string[] = [];
  const waits = ['first', 'second'].map(async (name) => {
    await signal.next().within(long);
    awake.push(name);
  });
  signal.giveToOne();
  await waits[0];
  expect(awake).toEqual(['first']);
  signal.giveToOne();
  await waits[1];
});

it('is not missed by a caller that was busy when it was given', async () => {
  const signal = new Signal();
  const busy = signal.next();
  const idle = signal.next().within(long);
  signal.give();
  await idle;
  await signal.next().within(0);
  await busy.within(long);
});

it('wakes nobody for what was given before', async () => {
  const signal = new Signal();
  signal.give();
  let isAwake = false;
  const wait = signal
    .next()
    .within(long)
    .then(() => (isAwake = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(isAwake).toBe(false);
  signal.give();
  await wait;
});

it('is waited for no longer than asked', async () => {
  await new Signal().next().within(1);
});
