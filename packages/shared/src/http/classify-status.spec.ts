import { describe, expect, it } from 'vitest';
import { classifyStatus, retryAfterMs, type StatusRules } from './classify-status.js';

const rules: StatusRules = {
  speaker: 'Acme',
  wrongAddress: 'is ACME_URL right?',
  isInBody: (status) => status === 200 || status === 400,
  redirectMeansWrongAddress: false,
};
const now = Date.parse('2026-03-09T17:00:00Z');
const classify = (status: number, headers: Record<string, string> = {}, change: Partial<StatusRules> = {}) =>
  classifyStatus({ status, headers, body: 'some\n  words' }, { ...rules, ...change }, now);

describe('what a status says, whoever answers', () => {
  it.each([
    [401, { kind: 'rejected', code: 'credentials-refused' }],
    [403, { kind: 'rejected', code: 'scope-missing' }],
    [404, { kind: 'rejected', code: 'configuration-invalid' }],
    [405, { kind: 'rejected', code: 'configuration-invalid' }],
    [429, { kind: 'rejected', code: 'rate-limited' }],
    [408, { kind: 'unanswered', code: 'unavailable' }],
    [500, { kind: 'unanswered', code: 'unavailable' }],
    [504, { kind: 'unanswered', code: 'unavailable' }],
    [204, { kind: 'unanswered', code: 'unavailable' }],
    [302, { kind: 'unanswered', code: 'unavailable' }],
  ])('%i', (status, meaning) => {
    expect(classify(status)).toMatchObject({ ...meaning, message: expect.stringContaining(`Acme answers ${status}`) });
  });

  it.each([200, 400, 409, 413])('%i is for the client to read', (status) => {
    expect(classify(status)).toBeUndefined();
  });

  it('a status in which the system itself speaks is left to the client; 401, 408, 429 and 5xx never are', () => {
    const always = { isInBody: () => true };
    expect(classify(403, {}, always)).toBeUndefined();
    expect(classify(404, {}, always)).toBeUndefined();
    for (const status of [401, 408, 429, 503]) expect(classify(status, {}, always)).toBeDefined();
  });

  it('a redirect may mean that the address is wrong, and is shown where it leads', () => {
    expect(classify(302, { location: 'https://sso.example' }, { redirectMeansWrongAddress: true })).toMatchObject({
      kind: 'rejected',
      code: 'configuration-invalid',
      message: expect.stringMatching(/sso\.example.*ACME_URL/),
    });
  });

  it('T24: 429 asks to wait as long as it says, counted from the moment that the answer names', () => {
    const later = 'Mon, 09 Mar 2026 17:00:30 GMT';
    expect(classify(429, { 'retry-after': '7' })).toMatchObject({ retryAfterMs: 7_000 });
    expect(classify(429, { 'retry-after': later })).toMatchObject({ retryAfterMs: 30_000 });
    const date = 'Mon, 09 Mar 2026 17:00:20 GMT';
    expect(classify(429, { 'retry-after': later, date })).toMatchObject({ retryAfterMs: 10_000 });
    expect(classify(429)).not.toHaveProperty('retryAfterMs');
  });
});

it.each([
  ['7', 7_000],
  [' 0 ', 0],
  ['Mon, 09 Mar 2026 17:00:30 GMT', 30_000],
  ['Mon, 09 Mar 2026 16:59:00 GMT', 0],
  [undefined, undefined],
  ['', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['soon', undefined],
])('Retry-After %j asks to wait %j ms', (header, expected) => {
  expect(retryAfterMs(header, now)).toBe(expected);
});

it('a date says nothing where the present is not known, and seconds still do', () => {
  expect(retryAfterMs('Mon, 09 Mar 2026 17:00:30 GMT', NaN)).toBeUndefined();
  expect(retryAfterMs('7', NaN)).toBe(7_000);
});
