import { expect, it } from 'vitest';
import { momentOf } from './read-arguments.js';

it.each([
  ['2026-03-09', '2026-03-09T00:00:00.000Z'],
  ['2026-03-09T17:00:00+01:00', '2026-03-09T16:00:00.000Z'],
])('takes %s for a moment', (written, moment) => {
  expect(momentOf(written)).toBe(moment);
});

it.each(['2026-03-09T17:00:00', '2026-02-31', '2026-02-31T10:00:00Z', '9 March 2026', ''])(
  'refuses %j, which another clock or calendar would have to complete',
  (written) => {
    expect(() => momentOf(written)).toThrow(/Write a day such as/);
  },
);
