import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choosePriority } from './choose-priority.js';
import { parseQuota } from './quota.js';
import { waitForSlot } from './wait-for-slot.js';

const [live, replay] = [0, 1];
const quota = parseQuota('18/s');

interface Sent {
  readonly at: number;
  readonly answeredAt: number;
  readonly priority: number;
  /** Whose requests the ledger held just before. */
  readonly ledger: readonly number[];
}

/** Sends one request after the other as the ledger permits, each answered after its time; the clock is the test's. */
function play(answerTimes: readonly number[], withWork: (sent: readonly Sent[]) => readonly number[]): Sent[] {
  const sent: Sent[] = [];
  let now = 0;
  for (const takesMs of answerTimes) {
    const ledger = () =>
      sent
        .filter(({ answeredAt }) => now - answeredAt < 1_000)
        .map(({ answeredAt, priority }) => ({ answeredAgoMs: now - answeredAt, failed: false, priority }));
    now += waitForSlot(quota, ledger());
    const priority = choosePriority(withWork(sent), ledger()) as number;
    sent.push({ at: now, answeredAt: now + takesMs, priority, ledger: ledger().map((one) => one.priority) });
    now += takesMs;
  }
  return sent;
}

const countOf = (priority: number, sent: readonly Sent[]): number =>
  sent.filter((one) => one.priority === priority).length;

/** Quick and slow as they come: the ledger is sometimes full and sometimes nearly empty. */
const anyPace = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 90, maxLength: 120 });

describe('T35: a replay does not keep live documents waiting, and still gets its share', () => {
  it('while the quota is short, seven of nine requests are live and two are replayed, however quick the answers', () => {
    // Up to 55 ms each, 18 requests are answered within the second: then it is the quota that makes the pace.
    for (let takesMs = 1; takesMs <= 55; takesMs += 1) {
      const sent = play(
        Array.from({ length: 120 }, () => takesMs),
        () => [live, replay],
      );
      for (let first = 0; first + 18 <= sent.length; first += 1)
        expect(countOf(live, sent.slice(first, first + 18))).toBe(14);
    }
  });

  it.each([
    ['live', live],
    ['replay', replay],
  ])('at no pace does %s get nothing for longer than a period: then the next request is its own', (_, mine) => {
    fc.assert(
      fc.property(anyPace, (answerTimes) => {
        for (const { priority, ledger } of play(answerTimes, () => [live, replay]))
          if (ledger.length > 0 && !ledger.includes(mine)) expect(priority).toBe(mine);
      }),
    );
  });

  it('a live document that comes into a long replay has the very next request', () => {
    fc.assert(
      fc.property(anyPace, fc.integer({ min: 1, max: 80 }), (answerTimes, comesAt) => {
        const sent = play(answerTimes, ({ length }) => (length >= comesAt ? [live, replay] : [replay]));
        expect(countOf(live, sent.slice(0, comesAt))).toBe(0);
        expect(sent[comesAt]?.priority).toBe(live);
      }),
    );
  });

  it('a replay alone has every request', () => {
    const alone = Array.from({ length: 90 }, () => 5);
    const sent = play(alone, () => [replay]);
    expect(countOf(replay, sent)).toBe(90);
    expect(sent.at(-1)?.at).toBeLessThan(5_500);
  });
});
