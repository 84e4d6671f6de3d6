import { describe, expect, it } from 'vitest';
import { lastCompareAt, nextCompareAt } from './next-compare.js';

const time = { compareAt: '02:00', timeZone: 'Europe/Brussels' };
const hour = 60 * 60_000;

describe('the moment of the nightly compare', () => {
  it.each([
    ['in winter', '2026-01-10T12:00:00.000Z', '2026-01-11T01:00:00.000Z'],
    ['in summer', '2026-07-10T12:00:00.000Z', '2026-07-11T00:00:00.000Z'],
    ['before it, on the same day', '2026-07-10T23:30:00.000Z', '2026-07-11T00:00:00.000Z'],
    ['on the night in which clocks go back, the second time', '2026-10-24T12:00:00.000Z', '2026-10-25T01:00:00.000Z'],
    [
      'on the night in which clocks go forward, at an hour that is not shown',
      '2026-03-28T12:00:00.000Z',
      '2026-03-29T01:00:00.000Z',
    ],
  ])('is the hour of the company’s own clocks: %s', (_when, now, wanted) => {
    const delay = Date.parse(nextCompareAt(now, time, '77')) - Date.parse(wanted);
    expect(delay).toBeGreaterThanOrEqual(0);
    expect(delay).toBeLessThan(hour);
  });

  it('is always the same of a document, and the last one is a day before the next', () => {
    const next = nextCompareAt('2026-07-10T12:00:00.000Z', time, '77');
    expect(nextCompareAt('2026-07-10T22:00:00.000Z', time, '77')).toBe(next);
    expect(lastCompareAt(next, time, '77')).toBe(next);
    expect(Date.parse(nextCompareAt(next, time, '77')) - Date.parse(next)).toBe(24 * hour);
    expect(Date.parse(next) - Date.parse(lastCompareAt('2026-07-10T22:00:00.000Z', time, '77'))).toBe(24 * hour);
  });

  it('differs from document to document, so that all do not come at once', () => {
    const moments = Array.from({ length: 100 }, (_, id) => nextCompareAt('2026-07-10T12:00:00.000Z', time, String(id)));
    expect(new Set(moments).size).toBeGreaterThan(90);
  });
});
