import { describe, expect, it } from 'vitest';
import { classifyCoupaAnswer } from './classify-coupa-answer.js';

const answerTo = (method: 'GET' | 'PUT', status: number, body: unknown, headers: Record<string, string> = {}) =>
  classifyCoupaAnswer(
    { method },
    { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) },
    NaN,
  );
const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  answerTo('PUT', status, body, headers);

const page = '<!DOCTYPE html>\n<html><body>Sign in to Coupa</body></html>';

describe('an answer that did what was asked brings its records', () => {
  it.each([
    ['one document', 200, { id: 2400 }, [{ id: 2400 }]],
    ['a created one', 201, { id: 9 }, [{ id: 9 }]],
    ['a list', 200, [{ id: 1 }, { id: 2 }], [{ id: 1 }, { id: 2 }]],
    ['an empty list', 200, [], []],
    ['nothing, as asked by return_object=none', 204, '', []],
  ])('%s', (_, status, body, records) => {
    expect(answer(status, body)).toEqual({ kind: 'results', results: [{ state: 'ok', records }] });
  });

  it('numbers keep every digit and texts fit in a database', () => {
    const body = String.raw`{"id":2400,"price":0.1000000000000000000055,"big":9007199254740993,"text":"a\u0000b\ud800"}`;
    expect(answer(200, body)).toMatchObject({
      results: [
        {
          records: [{ id: 2400, price: '0.1000000000000000000055', big: '9007199254740993', text: 'ab\ufffd' }],
        },
      ],
    });
  });
});

describe('a refusal carries the words of Coupa', () => {
  it.each([
    ['by field', 400, { errors: { number: ['has already been taken'] } }, 'number: has already been taken', 'number'],
    ['as a list', 400, { errors: ['first', 'second'] }, 'first; second', undefined],
    ['as a text', 404, { errors: 'no such order' }, 'no such order', undefined],
    ['without words', 404, {}, 'Coupa answers 404 without saying why', undefined],
  ])('%s', (_, status, body, message, field) => {
    const refusal = { code: String(status), message, ...(field !== undefined && { field }) };
    expect(answer(status, body)).toEqual({ kind: 'results', results: [{ state: 'nok', refusal }] });
  });
});

describe('a request that is rejected has done nothing', () => {
  it('by the rate, for as long as Coupa says', () => {
    const limited = { kind: 'rejected', code: 'rate-limited' };
    expect(answer(429, '', { 'retry-after': '7' })).toMatchObject({ ...limited, retryAfterMs: 7000 });
    const date = 'Mon, 09 Mar 2026 17:00:00 GMT';
    expect(answer(429, '', { 'retry-after': 'Mon, 09 Mar 2026 17:00:30 GMT', date })).toMatchObject({
      retryAfterMs: 30_000,
    });
    expect(answer(429, '')).not.toHaveProperty('retryAfterMs');
    expect(answer(429, '', { 'retry-after': '-5', date })).not.toHaveProperty('retryAfterMs');
  });

  it('for the token', () => {
    expect(answer(401, { error: 'invalid_token' })).toMatchObject({ kind: 'rejected', code: 'credentials-refused' });
  });

  it('by a missing scope, with the words for the document where only this request is refused', () => {
    expect(answer(403, { errors: 'no scope' })).toEqual({
      kind: 'rejected',
      code: 'scope-missing',
      message: 'no scope',
      refusal: { code: '403', message: 'no scope' },
    });
  });

  it.each([
    ['T43: by a redirect to the sign-in page', 302, '', { location: 'https://sso.example/login' }],
    ['T43: by a page of a gateway before Coupa, which says nothing about the document', 403, page, {}],
    ['by a page for an address that is not Coupa’s API', 404, page, {}],
    ['by nothing at all, which is no word of Coupa about what is there', 404, '', {}],
  ])('%s', (_, status, body, headers) => {
    expect(answer(status, body, headers)).toMatchObject({ kind: 'rejected', code: 'configuration-invalid' });
  });
});

describe('an answer that does not say what became of the call leaves it unknown', () => {
  it.each([
    [500, { errors: 'oops' }, 'unavailable'],
    [502, page, 'unavailable'],
    [503, '', 'unavailable'],
    [504, '', 'unavailable'],
    [200, page, 'answer-unreadable'],
    [200, '{"id": 24', 'answer-unreadable'],
  ])('%i %j', (status, body, code) => {
    expect(answer(status, body)).toMatchObject({ kind: 'unanswered', code });
  });

  it.each([
    [200, ''],
    [204, ''],
    [200, 'null'],
  ])('a read that is answered %i %j: a list without documents would be []', (status, body) => {
    expect(answerTo('GET', status, body)).toMatchObject({ kind: 'unanswered', code: 'answer-unreadable' });
  });
});
