import { describe, expect, it } from 'vitest';
import { afterPage, beginRound, isLastPage, nextWatermark, PollRound } from './poll-round.js';

const at = (minute: number): Date => new Date(Date.UTC(2026, 2, 9, 17, minute));
const rows = (...minutes: number[]) =>
  minutes.map((minute, index) => ({ id: String(index + 1), changedAt: at(minute) }));

describe('T40: changes were seen up to', () => {
  const round = (startedAt: number, ...minutes: number[]) =>
    afterPage(beginRound(at(startedAt), undefined), { rows: rows(...minutes), held: 0, behind: [] });

  it.each([
    ['the newest that Coupa showed, where our clock is ahead', round(50, 10, 30, 20), at(0), at(30)],
    ['the beginning of the walk, where documents were changed while it went on', round(20, 10, 30), at(0), at(20)],
    ['where they were seen before, when there was nothing', round(50), at(10), at(10)],
    ['where they were seen before, never further back', round(50, 5), at(10), at(10)],
    ['nowhere, on a first walk that shows nothing', round(50), null, null],
    ['the newest, on a first walk', round(50, 5), null, at(5)],
  ])('%s', (_, walked, before, reached) => {
    expect(nextWatermark(walked, before)).toEqual(reached);
  });
});

describe('a walk', () => {
  it('adds up its pages, goes on after the last id, and survives being stored', () => {
    const first = afterPage(beginRound(at(0), at(0)), { rows: rows(1, 2), held: 1, behind: ['2'] });
    const stored = PollRound.parse(JSON.parse(JSON.stringify(first)));
    const second = afterPage(stored, { rows: [{ id: '9', changedAt: at(1) }], held: 1, behind: [] });
    expect(second).toMatchObject({
      afterId: '9',
      listed: 3,
      held: 2,
      behind: ['2'],
      newest: at(2).toISOString(),
      since: at(0).toISOString(),
    });
  });

  it('ends with a page that is not full', () => {
    const row = { id: '1' };
    expect(isLastPage(Array.from({ length: 50 }, () => row))).toBe(false);
    expect(isLastPage(Array.from({ length: 49 }, () => row))).toBe(true);
    expect(isLastPage([])).toBe(true);
  });
});
