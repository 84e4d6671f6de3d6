import { describe, expect, it } from 'vitest';
import { forecast } from './forecast.js';

const now = new Date('2026-03-09T14:00:00Z');
const load = { begunAt: new Date('2026-03-09T13:00:00Z'), listed: 30_000, isListed: true, isBrokenOff: false };

describe('the forecast of a load', () => {
  it('S28: goes by the pace of the last minutes, and by what Coupa has listed, not only by what is known', () => {
    expect(forecast({ byStatus: { Posted: 21_400, 'In progress': 600 }, cameToRest: 1_250, load, now })).toEqual({
      total: 30_000,
      done: 21_400,
      byStatus: { Posted: 21_400, 'In progress': 600 },
      perMinute: 250,
      expectedEnd: '2026-03-09T14:34:24.000Z',
      load: { begunAt: '2026-03-09T13:00:00.000Z', listed: 30_000, isListed: true, isBrokenOff: false },
    });
  });

  it('counts what waits for somebody as done: a load does not wait for a person', () => {
    const { done } = forecast({
      byStatus: { Waiting: 2, 'Needs attention': 3, Ignored: 4, Received: 5 },
      cameToRest: 0,
      load: undefined,
      now,
    });
    expect(done).toBe(9);
  });

  it('takes the pace of a load that has just begun from its beginning', () => {
    const begun = { ...load, begunAt: new Date('2026-03-09T13:58:00Z'), listed: 500 };
    expect(forecast({ byStatus: { Posted: 100 }, cameToRest: 100, load: begun, now }).perMinute).toBe(50);
  });

  it('promises no end where nothing moves, and names none where all is done', () => {
    expect(forecast({ byStatus: { Received: 5 }, cameToRest: 0, load, now }).expectedEnd).toBeUndefined();
    expect(forecast({ byStatus: { Posted: 30_000 }, cameToRest: 10, load, now }).expectedEnd).toBeUndefined();
  });
});
