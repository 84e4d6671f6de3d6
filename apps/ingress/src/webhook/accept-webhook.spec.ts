import { expect, it } from 'vitest';
import { isTimely } from './accept-webhook.js';

const now = Date.parse('2026-03-09T17:12:03Z');

it.each([
  ['seconds', String(now / 1000 - 299)],
  ['milliseconds', String(now + 299_000)],
  ['ISO 8601 in UTC', '2026-03-09T17:10:00Z'],
  ['ISO 8601 with an offset', '2026-03-09T10:12:03-07:00'],
])('%s within the tolerance are timely', (_, written) => {
  expect(isTimely(written, now, 300_000)).toBe(true);
});

it.each([
  ['too long ago', String(now / 1000 - 301)],
  ['too far ahead', String(now / 1000 + 301)],
  ['a time without an offset', '2026-03-09T17:12:03'],
  ['a word', 'now'],
  ['nothing', ''],
])('%s is not', (_, written) => {
  expect(isTimely(written, now, 300_000)).toBe(false);
});
