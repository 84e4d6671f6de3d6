import { describe, expect, it } from 'vitest';
import { redactEntry } from './redact-entry.js';

const entry = (summary: string, details?: Record<string, unknown>) => ({
  app: 'cloudsuite-gateway',
  action: 'request-sent',
  summary,
  ...(details && { details }),
  at: '2026-03-09T17:12:05.300Z',
});
const summaryOf = (text: string, secrets: string[] = []) => redactEntry(entry(text), secrets).summary;

/** The history is kept for years and read by many; a secret in it cannot be called back. */
describe('a line of history is kept without', () => {
  it('values that are known to be secret, wherever they stand', () => {
    const line = entry('sent hush-hush', { deep: [{ text: 'it was hush-hush!' }], 'hush-hush': 1 });
    expect(JSON.stringify(redactEntry(line, ['hush-hush']))).not.toContain('hush');
  });

  it.each([
    ['a bearer token', 'with Authorization: Bearer abc.def-123456', 'with Authorization: Bearer [redacted]'],
    ['a web token', 'got eyJhbGciOiJIUzI1.eyJzdWIi.abc back', 'got [redacted] back'],
    ['a form', 'grant_type=password&password=pass-word&x=1', 'grant_type=password&password=[redacted]&x=1'],
    [
      'JSON in a text',
      '{"access_token":"abcdef","expires_in":7200}',
      '{"access_token":"[redacted]","expires_in":7200}',
    ],
    ['an address', 'postgres://sluice:pass@db/sluice', 'postgres://sluice:[redacted]@db/sluice'],
    ['a bank account', 'pay to BE68 5390 0754 7034 now', 'pay to [redacted] now'],
  ])('%s', (_name, text, kept) => {
    expect(summaryOf(text)).toBe(kept);
  });

  it('fields that are named like a secret', () => {
    const { details } = redactEntry(entry('x', { client_secret: 'abc', Authorization: 'x', unit: 'BOX' }), []);
    expect(details).toEqual({ client_secret: '[redacted]', Authorization: '[redacted]', unit: 'BOX' });
  });
});

it.each(['PO 2400 · Acme Bearings', 'MSGN 000000000012345', 'BE00 5390 0754 7034', 'the token endpoint answered 503'])(
  '"%s" is kept as it is',
  (text) => {
    expect(summaryOf(text)).toBe(text);
  },
);

it('characters that Postgres cannot store are replaced', () => {
  expect(summaryOf('a\0b\ud800c')).toBe('a\uFFFDb\uFFFDc');
});

it('a secret that is too short to be told from ordinary words is not looked for', () => {
  expect(summaryOf('an order', ['an'])).toBe('an order');
});
