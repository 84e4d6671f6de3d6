import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coupaLimits, takeSlot, type Slots } from './coupa-limits.js';

/** When requests leave that are wanted at these times. */
function leave(wanted: readonly number[]): number[] {
  let slots: Slots = [];
  return wanted.map((now) => {
    const taken = takeSlot(slots, now);
    slots = taken.slots;
    return taken.at;
  });
}

const mostWithin = (times: readonly number[], spanMs: number): number =>
  Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + spanMs).length));

describe('Coupa’s limits', () => {
  it('twenty requests at once leave at once, the next ones at 25 a second', () => {
    const times = leave(Array.from({ length: 22 }, () => 0));
    expect(times.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 0));
    expect(times.slice(20)).toEqual([40, 80]);
  });

  it('a second holds no more than 25, also where a burst comes before it', () => {
    const times = leave(Array.from({ length: 60 }, () => 0));
    expect(times[24]).toBe(200);
    expect(times[25]).toBe(1000);
    expect(mostWithin(times, 1000)).toBe(coupaLimits.requestsPerSecond);
  });

  it('whoever keeps the pace never waits', () => {
    const wanted = Array.from({ length: 100 }, (_, index) => index * 40);
    expect(leave(wanted)).toEqual(wanted);
  });

  it('however requests come: never too many in a second, never early, never out of turn', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 120 }), (gaps) => {
        let now = 0;
        const wanted = gaps.map((gap) => (now += gap));
        const times = leave(wanted);
        expect(mostWithin(times, 1000)).toBeLessThanOrEqual(coupaLimits.requestsPerSecond);
        expect(mostWithin(times, 1)).toBeLessThanOrEqual(coupaLimits.requestsAtOnce);
        for (const [index, at] of times.entries()) {
          expect(at).toBeGreaterThanOrEqual(wanted[index] ?? 0);
          expect(at).toBeGreaterThanOrEqual(times[index - 1] ?? 0);
        }
      }),
    );
  });
});
