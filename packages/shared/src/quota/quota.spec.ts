import { expect, it } from 'vitest';
import { horizonOf, parseQuota, scaleQuota } from './quota.js';

it.each([
  ['300/min', { windows: [{ max: 300, perMs: 60_000 }], concurrency: 1 }],
  [
    '300/min, 20/s,concurrency=4,errors=30/min',
    {
      windows: [
        { max: 300, perMs: 60_000 },
        { max: 20, perMs: 1_000 },
      ],
      concurrency: 4,
      errors: { max: 30, perMs: 60_000 },
    },
  ],
  [
    '25/s,20/800ms',
    {
      windows: [
        { max: 25, perMs: 1_000 },
        { max: 20, perMs: 800 },
      ],
      concurrency: 1,
    },
  ],
  ['10000/d', { windows: [{ max: 10_000, perMs: 86_400_000 }], concurrency: 1 }],
])('%s', (text, quota) => {
  expect(parseQuota(text)).toEqual(quota);
});

it.each(['', '300', '0/min', '3/0s', '300/week', 'concurrency=0', 'concurrency=x', 'errors=3', '-1/s'])(
  '"%s" is refused with the words that are wrong',
  (text) => {
    expect(() => parseQuota(text)).toThrow(`"${text}" is no part of a quota`);
  },
);

it('is scaled with all other durations, and never to nothing', () => {
  expect(scaleQuota(parseQuota('300/min,5/ms,errors=3/s'), 0.05)).toEqual({
    windows: [
      { max: 300, perMs: 3_000 },
      { max: 5, perMs: 1 },
    ],
    concurrency: 1,
    errors: { max: 3, perMs: 50 },
  });
});

it('the ledger reaches back as far as the longest policy', () => {
  expect(horizonOf(parseQuota('20/s,errors=3/h,300/min'))).toBe(3_600_000);
  expect(horizonOf(parseQuota('concurrency=4'))).toBe(60_000);
});
