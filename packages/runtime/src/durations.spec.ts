import { expect, it } from 'vitest';
import { scaleDurations } from './durations.js';

it('durations keep their proportions and never become nothing', () => {
  expect(scaleDurations({ settleMs: 60_000, pollMs: 10 }, 0.01)).toEqual({ settleMs: 600, pollMs: 1 });
  expect(scaleDurations({ settleMs: 60_000 }, 1)).toEqual({ settleMs: 60_000 });
});
