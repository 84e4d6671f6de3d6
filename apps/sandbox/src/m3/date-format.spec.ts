import { expect, it } from 'vitest';
import { formatDate, parseDate, type DateFormat } from './date-format.js';

const written: [DateFormat, string][] = [
  ['YMD8', '20270101'],
  ['YMD8-', '2027-01-01'],
  ['YMD6', '270101'],
  ['MDY6', '010127'],
  ['DMY6', '010127'],
  // January 1, 2027 is the Friday of the last week of 2026.
  ['YWD5', '26535'],
];

it.each(written)('a date is written and read as %s', (format, text) => {
  expect(formatDate('20270101', format)).toBe(text);
  expect(parseDate(text, format)).toBe('20270101');
});

it('what is no date stays as it is', () => {
  expect(formatDate('', 'DMY6')).toBe('');
  expect(parseDate('2027-1-1', 'YMD8-')).toBe('2027-1-1');
  expect(parseDate('20270101', 'DMY6')).toBe('20270101');
});
