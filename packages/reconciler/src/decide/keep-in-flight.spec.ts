import type { Delay } from '@sluice/shared/messages/outcome';
import { expect, test } from 'vitest';
import { delayReason } from './keep-in-flight.js';

const delay: Delay = {
  kind: 'retrying',
  code: 'unavailable',
  message: 'M3 has not answered since 02:41 UTC (HTTP 503); it is tried again by itself',
  since: '2026-03-09T02:41:00.000Z',
};

test.each([
  ['unavailable', 'unavailable', 'Nothing needs to be done'],
  ['rate-limited', 'rate-limited', 'Nothing needs to be done'],
  ['credentials-refused', 'credentials-refused', 'Whoever runs Sluice sees to the access'],
  ['a code of a newer gateway', 'unavailable', 'Nothing needs to be done'],
])('%s: the reason says whether anything needs to be done', (code, shown, fix) => {
  expect(delayReason({ ...delay, code })).toEqual({
    code: shown,
    message: delay.message,
    fix: expect.stringContaining(fix),
  });
});
