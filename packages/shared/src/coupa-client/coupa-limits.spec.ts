import { describe, expect, it } from 'vitest';
import { waitForSlot, type Spent } from '../quota/wait-for-slot.js';
import { coupaQuota } from './coupa-limits.js';

/** So many requests that were answered so long ago. */
const answered = (count: number, agoMs: number): Spent[] =>
  Array.from({ length: count }, () => ({ answeredAgoMs: agoMs, failed: false, priority: 0 }));

describe('Coupa’s limits', () => {
  it('twenty requests leave at once, the next one waits', () => {
    expect(waitForSlot(coupaQuota, answered(19, 0))).toBe(0);
    expect(waitForSlot(coupaQuota, answered(20, 0))).toBe(800);
  });

  it('a second holds no more than 25', () => {
    expect(waitForSlot(coupaQuota, [...answered(20, 900), ...answered(4, 0)])).toBe(0);
    expect(waitForSlot(coupaQuota, [...answered(20, 900), ...answered(5, 0)])).toBe(100);
  });

  it('25 a second at a steady pace never wait', () => {
    const steady = Array.from({ length: 30 }, (_, index) => answered(1, (index + 1) * 40)).flat();
    expect(waitForSlot(coupaQuota, steady)).toBe(0);
  });
});
