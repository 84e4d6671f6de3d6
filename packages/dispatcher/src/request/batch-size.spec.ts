import { expect, it } from 'vitest';
import { nextBatchSize, type BatchAnswered } from './batch-size.js';

const limits = { callsMax: 60, slowMs: 15_000 };

it.each<[string, number, BatchAnswered, number]>([
  ['full and quick: a few more', 50, { calls: 50, durationMs: 900, ended: 'answered' }, 55],
  ['never more than permitted', 58, { calls: 58, durationMs: 900, ended: 'answered' }, 60],
  ['not full: nothing is learnt about more', 50, { calls: 20, durationMs: 900, ended: 'answered' }, 50],
  ['full, but not quick', 50, { calls: 50, durationMs: 9_000, ended: 'answered' }, 50],
  ['slow: half', 50, { calls: 50, durationMs: 15_001, ended: 'answered' }, 25],
  ['a small one was slow: half of that', 50, { calls: 8, durationMs: 20_000, ended: 'answered' }, 4],
  ['no answer in time: half', 50, { calls: 50, durationMs: 65_000, ended: 'too-long' }, 25],
  ['a single call was too long: still one', 1, { calls: 1, durationMs: 65_000, ended: 'too-long' }, 1],
  ['turned away, or another error: nothing is learnt', 50, { calls: 50, durationMs: 65_000, ended: 'other' }, 50],
])('%s', (_, size, answered, next) => {
  expect(nextBatchSize(size, answered, limits)).toBe(next);
});
