import { beforeEach, describe, expect, it } from 'vitest';
import { Clock } from '../clock.js';
import { GatewayQuota, retryAfterHeaders } from './gateway-quota.js';
import type { M3Settings } from './m3-settings.js';

let nowMs: number;
let quota: GatewayQuota;

const enter = () => quota.enter({ quotaKind: 'concurrency', quotaAllow: 2, quotaPeriodMs: 1 });

beforeEach(() => {
  nowMs = 1_000_000;
  const clock = new Clock(1);
  clock.now = () => new Date(nowMs);
  quota = new GatewayQuota(clock);
});

/** How long the call is refused for, 0 for a call that was let in; it has left again. */
function call(quotaKind: M3Settings['quotaKind'], quotaAllow = 2): number {
  const entrance = quota.enter({ quotaKind, quotaAllow, quotaPeriodMs: 1_000 });
  if ('refusedForMs' in entrance) return entrance.refusedForMs;
  entrance.leave();
  return 0;
}

const callsAt = (kind: M3Settings['quotaKind'], ...times: number[]): number[] =>
  times.map((time) => {
    nowMs = time;
    return call(kind);
  });

describe('of the four kinds of policy', () => {
  it('a quota counts from its first call until the interval is over', () => {
    expect(callsAt('quota', 1_000_300, 1_001_200, 1_001_250, 1_001_300, 1_001_301, 1_001_302)).toEqual([
      0, 0, 50, 0, 0, 998,
    ]);
  });

  it('a rolling window counts the calls of the last interval, whenever that is', () => {
    expect(callsAt('rolling', 1_000_300, 1_001_200, 1_001_250, 1_001_300, 1_001_301)).toEqual([0, 0, 50, 0, 899]);
  });

  it('spike arrest counts in the periods of the clock', () => {
    expect(callsAt('spike-arrest', 1_000_900, 1_000_950, 1_000_960, 1_001_000, 1_001_001, 1_001_002)).toEqual([
      0, 0, 40, 0, 0, 998,
    ]);
  });

  it('concurrency counts those who have not left yet', () => {
    const [first] = [enter(), enter()];
    expect(enter()).toEqual({ refusedForMs: 1_000 });
    if (first && 'leave' in first) first.leave();
    expect(enter()).toHaveProperty('leave');
  });

  it('none lets everyone in', () => {
    expect(callsAt('none', 1, 1, 1, 1)).toEqual([0, 0, 0, 0]);
  });
});

it('a call that was refused does not count', () => {
  expect(callsAt('rolling', 1_000_000, 1_000_001, 1_000_500, 1_000_999, 1_001_001)).toEqual([0, 0, 500, 1, 0]);
});

it('Retry-After is sent in seconds, as a date, or not at all, and never too early', () => {
  const now = new Date('2027-03-01T10:00:00.400Z');
  expect(retryAfterHeaders('seconds', now, 1_200)).toEqual({ 'retry-after': '2' });
  expect(retryAfterHeaders('date', now, 1_200)).toEqual({ 'retry-after': 'Mon, 01 Mar 2027 10:00:02 GMT' });
  expect(retryAfterHeaders('none', now, 1_200)).toEqual({});
});
