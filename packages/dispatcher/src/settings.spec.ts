import { expect, it } from 'vitest';
import { backOffMs, dispatcherDurations, dispatcherSettings } from './settings.js';

it.each([1, 0.2, 0.05, 0.01])('the durations keep the order on which safety rests at scale %d', (timeScale) => {
  expect(dispatcherDurations.keepMs).toBeGreaterThan(dispatcherDurations.commandAgeMs);
  const { sendBeforeMs, leaseMs, leaseRenewMs, clientTimeoutMs, settleMs } = dispatcherSettings(timeScale);
  expect(sendBeforeMs).toBeLessThan(leaseMs);
  expect(leaseRenewMs * 3).toBeLessThan(leaseMs);
  expect(clientTimeoutMs + sendBeforeMs).toBeLessThan(settleMs);
});

it('no scale makes a lease so short that a busy machine loses it', () => {
  expect(dispatcherSettings(0.01)).toMatchObject({ leaseMs: 3_000, leaseRenewMs: 500, sendBeforeMs: 1_500 });
  expect(dispatcherSettings(1)).toEqual(dispatcherDurations);
});

it.each([
  [0, 1_000],
  [1, 1_000],
  [2, 2_000],
  [4, 8_000],
  [7, 60_000],
  [1_000, 60_000],
])('after %i attempts the wait is %i ms', (attempts, wait) => {
  expect(backOffMs(dispatcherDurations, attempts)).toBe(wait);
});
