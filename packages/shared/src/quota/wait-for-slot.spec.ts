import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuota } from './quota.js';
import { slotsLeft, waitForSlot, type Spent } from './wait-for-slot.js';

const answered = (...agoMs: number[]): Spent[] =>
  agoMs.map((answeredAgoMs) => ({ answeredAgoMs, failed: false, priority: 0 }));
const failed = (...agoMs: number[]): Spent[] => answered(...agoMs).map((one) => ({ ...one, failed: true }));
const open: Spent = { failed: false, priority: 0 };
const forever = Number.POSITIVE_INFINITY;

describe('all policies hold at once', () => {
  it.each<[string, string, readonly Spent[], number]>([
    ['nothing spent', '3/min', [], 0],
    ['one left', '3/min', answered(10_000, 20_000), 0],
    ['none left: until the oldest answer is a period old', '3/min', answered(10_000, 20_000, 45_000), 15_000],
    ['an answer that is a period old is out', '3/min', answered(10_000, 20_000, 60_000), 0],
    ['the longest wait of several windows', '3/min,1/s', answered(100, 20_000, 59_500), 900],
    ['… whichever it is', '3/min,1/s', answered(900, 20_000, 30_000), 30_000],
    ['more spent than permitted: until enough of them are out', '1/min', answered(10_000, 20_000), 50_000],
    ['an open request is in every window', '2/min,concurrency=9', [open, ...answered(20_000)], 40_000],
    ['only open ones: until an answer', '2/min,concurrency=9', [open, open], forever],
    ['concurrency: until an answer', '300/min,concurrency=2', [open, open], forever],
    ['failures within the budget', '300/min,errors=2/min', failed(1_000), 0],
    ['failures beyond it', '300/min,errors=2/min', [...failed(1_000, 50_000), ...answered(5)], 10_000],
  ])('%s', (_, quota, spent, wait) => {
    expect(waitForSlot(parseQuota(quota), spent)).toBe(wait);
  });

  it('a lower pace makes every policy tighter, and never stops the account entirely', () => {
    expect(waitForSlot(parseQuota('4/min'), answered(10_000, 20_000), 0.5)).toBe(40_000);
    expect(waitForSlot(parseQuota('4/min'), [], 0.01)).toBe(0);
    expect(waitForSlot(parseQuota('9/min,concurrency=4'), [open, open], 0.5)).toBe(forever);
  });

  it('says how many may go at this moment', () => {
    expect(slotsLeft(parseQuota('5/min,concurrency=4'), [open, ...answered(10)])).toBe(3);
    expect(slotsLeft(parseQuota('2/min,concurrency=4'), answered(10, 20, 30))).toBe(0);
  });
});

/** What a gateway may do with a count of 5 requests in 1000 ms: each request is counted some time before its answer. */
describe('however the other system counts, it never sees too many', () => {
  const quota = parseQuota('5/s,concurrency=3');
  const request = fc.record({
    takesMs: fc.integer({ min: 1, max: 700 }),
    countedAt: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  /** Sends as fast as is permitted and answers when the other side counted each request. */
  function play(requests: readonly { takesMs: number; countedAt: number }[]): number[] {
    const sent: { answeredAt: number; counted: number }[] = [];
    let now = 0;
    for (const { takesMs, countedAt } of requests) {
      for (;;) {
        const at = now;
        const spent = sent.map(({ answeredAt }) => ({
          ...(answeredAt <= at && { answeredAgoMs: at - answeredAt }),
          failed: false,
          priority: 0,
        }));
        const wait = waitForSlot(quota, spent);
        if (wait === 0) break;
        const nextAnswer = Math.min(...sent.map(({ answeredAt }) => answeredAt).filter((time) => time > at));
        now = Math.min(now + wait, nextAnswer);
      }
      sent.push({ answeredAt: now + takesMs, counted: now + takesMs * countedAt });
    }
    return sent.map(({ counted }) => counted).toSorted((one, other) => one - other);
  }

  it('in a rolling window', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 40 }), (requests) => {
        const counted = play(requests);
        for (const [index, at] of counted.entries()) {
          const sixth = counted[index + 5];
          if (sixth !== undefined) expect(sixth - at).toBeGreaterThanOrEqual(1_000);
        }
      }),
    );
  });

  it('and in fixed ones, wherever they begin', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 40 }), fc.integer({ min: 0, max: 999 }), (requests, begin) => {
        const perWindow = new Map<number, number>();
        for (const at of play(requests)) {
          const window = Math.floor((at + begin) / 1_000);
          perWindow.set(window, (perWindow.get(window) ?? 0) + 1);
        }
        expect(Math.max(0, ...perWindow.values())).toBeLessThanOrEqual(5);
      }),
    );
  });

  it('and yet everything goes: the quota is used up, not only kept', () => {
    const counted = play(Array.from({ length: 51 }, () => ({ takesMs: 10, countedAt: 1 })));
    expect(counted.at(-1)).toBeLessThan(11_000);
  });
});
