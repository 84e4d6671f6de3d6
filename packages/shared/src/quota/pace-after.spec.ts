import { expect, it } from 'vitest';
import { paceAfter } from './pace-after.js';

it.each<[string, readonly number[], number]>([
  ['no 429: the whole quota', [], 1],
  ['just now: two thirds', [0], 2 / 3],
  ['several at the same time are one', [0, 100, 1_500], 2 / 3],
  ['twice within a short time: a third less each time', [0, 5_000], (2 / 3) * (1 - (1 - 5 / 600) / 3)],
  ['five minutes ago: half of it is back', [300_000], 5 / 6],
  ['ten minutes ago: forgotten', [600_000], 1],
  ['again and again: never less than a tenth', Array.from({ length: 50 }, (_, index) => index * 3_000), 0.1],
])('%s', (_, ago, pace) => {
  expect(paceAfter(ago, 600_000)).toBeCloseTo(pace, 3);
});

it('is scaled with all other durations', () => {
  expect(paceAfter([15_000], 30_000)).toBeCloseTo(5 / 6);
});
