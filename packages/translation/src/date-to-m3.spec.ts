import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateToM3, daysLater } from './date-to-m3.js';

describe('a moment of Coupa’s is the day it falls on in the company’s time zone', () => {
  it.each([
    ['2026-03-20T00:00:00+01:00', 'Europe/Brussels', '20260320'],
    ['2026-03-20T00:00:00-08:00', 'America/Los_Angeles', '20260320'],
    ['2026-03-20T00:00:00+01:00', 'UTC', '20260319'],
    ['2026-03-19T23:30:00Z', 'Europe/Brussels', '20260320'],
    ['2026-03-20T15:30:00Z', 'Asia/Tokyo', '20260321'],
    ['2026-03-29T02:30:00+02:00', 'Europe/Brussels', '20260329'],
    ['2028-02-29', 'America/New_York', '20280229'],
  ])('%s in %s is %s', (written, zone, date) => {
    expect(dateToM3(written, zone)).toBe(date);
  });

  it.each(['', 'soon', 'delivery 5', '2026-13-01', '20.03.2026', '09/03/2026', '2026-02-31', '2026-03-09T00:00:00'])(
    '"%s" is no date, wherever the machine stands',
    (written) => {
      const zone = process.env['TZ'];
      for (const TZ of ['UTC', 'Asia/Tokyo', 'America/Los_Angeles']) {
        process.env['TZ'] = TZ;
        expect(dateToM3(written, 'Europe/Brussels')).toBeUndefined();
      }
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    },
  );

  it('midnight written with the zone’s own offset is that day, on every day', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
        (moment) => {
          const day = moment.toISOString().slice(0, 10);
          expect(dateToM3(`${day}T00:00:00Z`, 'UTC')).toBe(day.replaceAll('-', ''));
        },
      ),
    );
  });
});

describe('some days later', () => {
  it.each([
    ['20260301', 14, '20260315'],
    ['20261225', 14, '20270108'],
    ['20280228', 1, '20280229'],
    ['20260329', 0, '20260329'],
  ])('%s and %i days is %s', (date, days, later) => {
    expect(daysLater(date, days)).toBe(later);
  });
});
