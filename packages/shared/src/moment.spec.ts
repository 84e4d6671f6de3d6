import { describe, expect, it } from 'vitest';
import { readDate, readMoment } from './moment.js';

describe('a date is read as it is written, never guessed', () => {
  it.each([
    '',
    'soon',
    'delivery 5',
    '5',
    '09/03/2026',
    '20.03.2026',
    '20260320',
    '2026-3-9',
    '2026-02-31',
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '0000-01-01',
    '2026-03-09T00:00:00',
    '2026-03-09 00:00:00+01:00',
    '2026-03-09T24:00:00Z',
    '2026-03-09T23:60:00Z',
    '2026-02-31T00:00:00Z',
    '2026-03-09T00:00:00+25:00',
    '2026-03-09T00:00:00 CET',
  ])('"%s" is none', (written) => {
    expect(readDate(written)).toBeUndefined();
    expect(readMoment(written)).toBeUndefined();
  });

  it.each([
    ['2026-03-09T00:00:00+01:00', '2026-03-08T23:00:00.000Z'],
    ['2026-03-09T00:00:00+0100', '2026-03-08T23:00:00.000Z'],
    ['2026-03-09T00:00:00.125Z', '2026-03-09T00:00:00.125Z'],
    ['2026-03-09T00:00-08:00', '2026-03-09T08:00:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
    [' 2026-03-09 ', '2026-03-09T00:00:00.000Z'],
  ])('%s is %s', (written, moment) => {
    expect(readMoment(written)?.toISOString()).toBe(moment);
  });

  it('a bare day has no time of its own', () => {
    expect(readDate('2026-03-09')).toEqual({ day: '2026-03-09' });
  });
});
