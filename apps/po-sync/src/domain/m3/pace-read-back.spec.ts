import { describe, expect, it } from 'vitest';
import { nextReadBack } from './pace-read-back.js';

const bounds = { readBackEveryMs: 2_000, readBackForMs: 600_000 };
const second = (count: number): string => new Date(Date.UTC(2026, 2, 10) + count * 1000).toISOString();

describe('how often M3 is asked whether the order is there', () => {
  it.each<[name: string, last: number | undefined, now: number, due: boolean, next: number, over: boolean]>([
    ['not before M3 has had a moment', undefined, 1, false, 2, false],
    ['then', undefined, 2, true, 2, false],
    ['every two seconds at first', 4, 5, false, 6, false],
    ['a quarter of the age later on', 40, 49, false, 50, false],
    ['the last look falls on the end', 520, 530, false, 600, false],
    ['at the end', 520, 600, true, 600, true],
    ['for an order that M3 holds back, at most every ten minutes', 90_000, 90_001, false, 90_600, true],
  ])('%s', (_name, last, now, due, next, over) => {
    const lastReadAt = last === undefined ? undefined : second(last);
    expect(nextReadBack({ since: second(0), lastReadAt, now: second(now) }, bounds)).toEqual({
      due,
      at: second(next),
      over,
    });
  });

  it('an order that never comes costs some twenty looks and not three hundred', () => {
    let [last, looks] = [second(0), 0];
    for (;;) {
      const { at } = nextReadBack({ since: second(0), lastReadAt: looks === 0 ? undefined : last, now: last }, bounds);
      looks += 1;
      last = at;
      if (last >= second(600)) break;
    }
    expect(looks).toBeLessThan(30);
  });
});
