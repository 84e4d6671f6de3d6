import { expect, it } from 'vitest';
import type { BlockReason } from './block-reason.js';
import { formatDelay } from './format-delay.js';

const now = new Date('2026-03-09T02:44:30.000Z');
const away: BlockReason = {
  kind: 'retrying',
  code: 'unavailable',
  symptom: 'HTTP 503',
  since: '2026-03-09T02:41:10.000Z',
};

it.each<[string, Partial<BlockReason>, string]>([
  ['no answer', {}, 'M3 has not answered since 02:41 UTC (HTTP 503); it is tried again by itself'],
  [
    'no answer, and the next try is not soon',
    { until: '2026-03-09T02:48:00.000Z' },
    'M3 has not answered since 02:41 UTC (HTTP 503); the next try is at 02:48 UTC',
  ],
  [
    'the next try is over before anybody reads of it',
    { until: '2026-03-09T02:44:31.000Z' },
    'M3 has not answered since 02:41 UTC (HTTP 503); it is tried again by itself',
  ],
  [
    'since yesterday',
    { since: '2026-03-08T23:59:00.000Z' },
    'M3 has not answered since 2026-03-08 23:59 UTC (HTTP 503); it is tried again by itself',
  ],
  [
    'too many',
    { kind: 'throttled', code: 'rate-limited', symptom: 'HTTP 429' },
    'M3 has taken no more requests since 02:41 UTC (HTTP 429); it is tried again by itself',
  ],
  [
    'a write whose answer was lost',
    {
      code: 'answer-missing',
      symptom: 'read ECONNRESET',
      outcomeUnknown: 'finish-entry',
      until: '2026-03-09T02:44:31.000Z',
    },
    'Whether finish-entry took effect in M3 is not known, its answer was lost at 02:41 UTC (read ECONNRESET); it is looked for there by itself',
  ],
  [
    'a write whose answer was lost, while M3 may still be working on it',
    { code: 'answer-missing', symptom: 'HTTP 504', outcomeUnknown: 'finish-entry', until: '2026-03-09T02:47:40.000Z' },
    'Whether finish-entry took effect in M3 is not known, its answer was lost at 02:41 UTC (HTTP 504); it is looked for there at 02:47 UTC',
  ],
  [
    'credentials',
    { code: 'credentials-refused', symptom: 'HTTP 401' },
    'M3 has refused our credentials since 02:41 UTC (HTTP 401); it is tried again by itself',
  ],
])('%s', (_, change, message) => {
  expect(formatDelay('M3', { ...away, ...change }, now).message).toBe(message);
});

it('a spent quota of our own names no symptom of the other system', () => {
  const { since } = away;
  expect(formatDelay('M3', { kind: 'throttled', code: 'rate-limited', since }, now)).toEqual({
    kind: 'throttled',
    code: 'rate-limited',
    message: 'As many requests as are permitted are out to M3, since 02:41 UTC; it is tried again by itself',
    since,
  });
});

it('carries the times as fields for programs', () => {
  const until = '2026-03-09T02:44:31.000Z';
  expect(formatDelay('M3', { ...away, until }, now)).toMatchObject({ since: away.since, nextTryAt: until });
});
