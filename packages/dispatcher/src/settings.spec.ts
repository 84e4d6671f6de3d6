import { expect, it } from 'vitest';
import { backOffMs, dispatcherDurations } from './settings.js';

it('the durations keep the order on which safety rests', () => {
  expect(dispatcherDurations.keepMs).toBeGreaterThan(dispatcherDurations.commandAgeMs);
  const { sendBeforeMs, leaseMs, leaseRenewMs, clientTimeoutMs, settleMs } = dispatcherDurations;
  expect(sendBeforeMs).toBeLessThan(leaseMs);
  expect(leaseRenewMs * 3).toBeLessThan(leaseMs);
  expect(clientTimeoutMs + sendBeforeMs).toBeLessThan(settleMs);
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
