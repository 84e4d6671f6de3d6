import { describe, expect, it } from 'vitest';
import { RateLimit } from './limit-rate.js';

describe('a rate limit', () => {
  it('allows a burst, then one more as soon as the allowance has filled up again', () => {
    const limit = new RateLimit({ burst: 3, perSecond: 2 });
    expect([1, 2, 3, 4].map(() => limit.take('a', 0))).toEqual([0, 0, 0, 500]);
    expect(limit.take('a', 499)).toBeGreaterThan(0);
    expect(limit.take('a', 500)).toBe(0);
    expect([1, 2, 3, 4].map(() => limit.take('a', 3_600_000))).toEqual([0, 0, 0, 500]);
  });

  it('of one caller does not touch another', () => {
    const limit = new RateLimit({ burst: 1, perSecond: 1 });
    expect([limit.take('a', 0), limit.take('a', 0), limit.take('b', 0)]).toEqual([0, 1_000, 0]);
  });

  it('remembers a bounded number of callers, and none of those that come now is forgotten', () => {
    const limit = new RateLimit({ burst: 1, perSecond: 0.001 });
    limit.take('a', 0);
    for (let caller = 0; caller < 9_999; caller += 1) limit.take(`other ${caller}`, 0);
    expect(limit.take('a', 0)).toBeGreaterThan(0);
    for (let caller = 0; caller < 10_000; caller += 1) limit.take(`more ${caller}`, 0);
    expect(limit.take('a', 0)).toBe(0);
  });
});
