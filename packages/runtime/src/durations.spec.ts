import { expect, it } from 'vitest';
import { scaleDurations } from './durations.js';

it('durations keep their proportions, down to what a busy machine can keep', () => {
  expect(scaleDurations({ settleMs: 60_000, pollMs: 100, wakeMs: 10 }, 0.01)).toEqual({
    settleMs: 600,
    pollMs: 50,
    wakeMs: 10,
  });
  expect(scaleDurations({ settleMs: 60_000 }, 1)).toEqual({ settleMs: 60_000 });
});
