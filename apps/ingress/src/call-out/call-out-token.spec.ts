import { expect, it } from 'vitest';
import { readToken, signToken, tokenKey } from './call-out-token.js';

const key = tokenKey('the-secret-of-the-client');
const claims = { sub: 'coupa', scope: 'sluice.call-outs', iat: 1_000, exp: 1_900 };
const token = signToken(claims, key);

it('a token says what it was made of until it ends, and not a second longer', () => {
  expect(readToken(token, [key], 1_899)).toEqual(claims);
  expect(readToken(token, [key], 1_900)).toBeUndefined();
});

it('T10: a token made under the previous secret is good while that is configured, and no longer', () => {
  const next = tokenKey('the-next-secret-of-the-client');
  expect(readToken(token, [next, key], 1_000)).toEqual(claims);
  expect(readToken(token, [next], 1_000)).toBeUndefined();
});

const [head, body, signature] = token.split('.') as [string, string, string];
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
it.each([
  ['whose content was changed', [head, encode({ ...claims, exp: 9_999 }), signature].join('.')],
  ['that names no algorithm', [encode({ alg: 'none', typ: 'JWT' }), body, ''].join('.')],
  ['without its signature', [head, body, ''].join('.')],
  ['of two parts', [head, body].join('.')],
  ['that is a word', 'let-me-in'],
  ['that is empty', ''],
])('a token %s is none', (_, given) => {
  expect(readToken(given, [key], 1_000)).toBeUndefined();
});

it('is far below the length that Coupa is known to take', () => {
  expect(token.length).toBeLessThan(300);
});
