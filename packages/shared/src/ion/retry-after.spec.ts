import { expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.js';

const now = Date.parse('2026-03-09T17:00:00Z');

it.each([
  ['7', 7_000],
  [' 0 ', 0],
  ['Mon, 09 Mar 2026 17:00:30 GMT', 30_000],
  ['Mon, 09 Mar 2026 16:59:00 GMT', 0],
  [undefined, undefined],
  ['', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['soon', undefined],
])('Retry-After %j asks to wait %j ms', (header, expected) => {
  expect(retryAfterMs(header, now)).toBe(expected);
});

it('a date says nothing where the present is not known, and seconds still do', () => {
  expect(retryAfterMs('Mon, 09 Mar 2026 17:00:30 GMT', NaN)).toBeUndefined();
  expect(retryAfterMs('7', NaN)).toBe(7_000);
});
