import { describe, expect, it } from 'vitest';
import type { Outcome } from '@sluice/shared/messages/outcome';
import { afterPage, beginRound, isLastPage, nextWatermark, PollRound } from './poll-round.js';
import { readPage } from './read-page.js';
import { pageScript } from './poll-queries.js';

const at = (minute: number): Date => new Date(Date.UTC(2026, 2, 9, 17, minute));
const rows = (...minutes: number[]) =>
  minutes.map((minute, index) => ({ id: String(index + 1), changedAt: at(minute) }));

describe('T40: changes were seen up to', () => {
  const round = (startedAt: number, ...minutes: number[]) =>
    afterPage(beginRound(at(startedAt), undefined), {
      rows: rows(...minutes),
      size: minutes.length,
      held: 0,
      outdated: [],
    });

  it.each([
    ['the newest that Coupa showed, where our clock is ahead', round(50, 10, 30, 20), at(0), at(30)],
    ['the beginning of the round, where documents were changed while it went on', round(20, 10, 30), at(0), at(20)],
    ['where they were seen before, when there was nothing', round(50), at(10), at(10)],
    ['where they were seen before, never further back', round(50, 5), at(10), at(10)],
    ['nowhere, on a first round that shows nothing', round(50), null, null],
    ['the newest, on a first round', round(50, 5), null, at(5)],
  ])('%s', (_, walked, before, reached) => {
    expect(nextWatermark(walked, before)).toEqual(reached);
  });
});

describe('a round', () => {
  it('adds up its pages, goes on after the last id, and survives being stored', () => {
    const first = afterPage(beginRound(at(0), at(0)), { rows: rows(1, 2), size: 2, held: 1, outdated: ['2'] });
    const stored = PollRound.parse(JSON.parse(JSON.stringify(first)));
    const second = afterPage(stored, { rows: [{ id: '9', changedAt: at(1) }], size: 1, held: 1, outdated: [] });
    expect(second).toMatchObject({
      afterId: '9',
      listed: 3,
      held: 2,
      outdated: ['2'],
      newest: at(2).toISOString(),
      since: at(0).toISOString(),
    });
  });

  it('ends with a page that is not full', () => {
    expect(isLastPage(50)).toBe(false);
    expect(isLastPage(49)).toBe(true);
    expect(isLastPage(0)).toBe(true);
  });
});

/** Orders as Coupa lists them, with its times as it writes them. */
const listed = (changedAt: readonly string[]) => {
  const outcome: Outcome = {
    commandId: '0199a1c4-5e0c-710c-920c-3f1c0d5a100c',
    document: { type: 'purchase-order', id: 'poll' },
    destination: 'poll',
    at: '2026-10-25T01:30:00.000Z',
    result: 'ok',
    steps: [
      { id: 'page', state: 'ok', records: [changedAt.map((time, index) => ({ id: index + 1, 'updated-at': time }))] },
    ],
    refusals: [],
  };
  const page = readPage(outcome);
  if (!('rows' in page)) throw new Error(page.problem);
  return page.rows;
};

describe('D03: on the night on which the clocks change', () => {
  it.each<[night: string, begun: string, changedAt: string[], reached: string]>([
    [
      'the hour that comes twice is looked through twice, once each',
      '2026-10-25T01:40:00.000Z',
      ['2026-10-25T02:50:00+02:00', '2026-10-25T02:10:00+01:00'],
      '2026-10-25T01:10:00+00:00',
    ],
    [
      'the hour that is left out leaves nothing out',
      '2026-03-29T01:20:00.000Z',
      ['2026-03-29T01:55:00+01:00', '2026-03-29T03:05:00+02:00'],
      '2026-03-29T01:05:00+00:00',
    ],
  ])('%s: a window goes on at the instant at which the one before ended', (_, begun, changedAt, reached) => {
    const round = beginRound(new Date(begun), undefined);
    const walked = afterPage(round, { rows: listed(changedAt), size: changedAt.length, held: 0, outdated: [] });
    const since = nextWatermark(walked, null) ?? undefined;
    const [{ query }] = pageScript({ type: 'purchase-order', kind: 'changed' }, { since, statuses: ['issued'] });
    expect(query?.['updated_at[gt_or_eq]']).toBe(reached);
  });
});
