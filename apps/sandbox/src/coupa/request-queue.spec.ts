import { expect, it } from 'vitest';
import { Clock } from '../clock.js';
import { RequestQueue } from './request-queue.js';

const rate = { requestsPerSecond: 25, queuedRequests: 20 };

/** A clock that stands still and notes until when somebody waits. */
class StillClock extends Clock {
  nowMs = 1_000_000;
  readonly waits: number[] = [];

  override now(): Date {
    return new Date(this.nowMs);
  }

  override waitUntil(timeMs: number): Promise<void> {
    this.waits.push(timeMs - this.nowMs);
    return Promise.resolve();
  }
}

async function enter(queue: RequestQueue, times: number): Promise<number> {
  let entered = 0;
  for (let time = 0; time < times; time += 1) entered += (await queue.enter(rate)) ? 1 : 0;
  return entered;
}

it('a burst is let in one after the other, as many as the queue holds', async () => {
  const clock = new StillClock(1);
  expect(await enter(new RequestQueue(clock), 50)).toBe(21);
  expect(clock.waits).toEqual(Array.from({ length: 20 }, (_, index) => (index + 1) * 40));
});

it('who comes at the rate never waits, and a second later the queue is empty again', async () => {
  const clock = new StillClock(1);
  const queue = new RequestQueue(clock);
  for (let call = 0; call < 100; call += 1) {
    expect(await queue.enter(rate)).toBe(true);
    clock.nowMs += 40;
  }
  expect(clock.waits).toEqual([]);
  await enter(queue, 50);
  clock.nowMs += 1_000;
  expect(await enter(queue, 50)).toBe(21);
});

it('a shorter time scale makes it faster, and 0 is without limit', async () => {
  const clock = new StillClock(0.1);
  const queue = new RequestQueue(clock);
  await enter(queue, 3);
  expect(clock.waits).toEqual([4, 8]);
  const free = { requestsPerSecond: 0, queuedRequests: 0 };
  expect(await Promise.all(Array.from({ length: 50 }, () => queue.enter(free)))).not.toContain(false);
});
