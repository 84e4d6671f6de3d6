import { describe, expect, it } from 'vitest';
import { classifyM3Answer, parseM3Json } from './classify-m3-answer.js';
import type { M3TransactionCall } from './m3-request.js';

const call = (transaction: string, absentCodes?: string[]): M3TransactionCall => ({
  program: 'CRS620MI',
  company: '100',
  transaction,
  record: {},
  returns: [],
  ...(absentCodes !== undefined && { absentCodes }),
});
const two = [call('AddSupplier'), call('AddAddress')];

const classify = (status: number, body: unknown, calls = two, headers: Record<string, string> = {}) =>
  classifyM3Answer(calls, { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }, 0);

const nok = {
  transaction: 'AddSupplier',
  errorMessage: 'WSU0104 Supplier Y30001 already exists SUNO      ',
  errorCode: 'WSU0104',
  errorField: 'SUNO',
  errorCfg: null,
  errorType: 'ServerReturnedNOK',
  records: [],
};

const listed = (count: number) => ({
  results: [{ transaction: 'SearchHead', records: Array.from({ length: count }, () => ({ PUNO: '1' })) }],
});

describe('results', () => {
  it.each([200, 400])('T25: are read from HTTP %i alike, one for each transaction', (status) => {
    const body = { results: [nok, { transaction: 'AddAddress', records: [{ ADID: 'A1   ' }] }], wasTerminated: false };
    expect(classify(status, body)).toEqual({
      kind: 'results',
      results: [
        {
          state: 'nok',
          refusal: {
            transaction: 'AddSupplier',
            code: 'WSU0104',
            field: 'SUNO',
            message: 'Supplier Y30001 already exists',
          },
        },
        { state: 'ok', records: [{ ADID: 'A1' }] },
      ],
    });
  });

  it('say which transaction was not processed, and which they leave out', () => {
    const terminated = { wasTerminated: true, terminationReason: 'too many errors' };
    const body = { results: [{ transaction: 'AddSupplier', notProcessed: true }], ...terminated };
    expect(classify(200, body)).toEqual({
      kind: 'results',
      results: [{ state: 'not-processed' }, { state: 'missing' }],
    });
  });

  it('a list that M3 may have cut is no answer where what was looked for may be among the rest', () => {
    const search = [{ ...call('SearchHead'), mayBeCutFrom: 100 }];
    expect(classify(200, listed(99), search)).toMatchObject({ results: [{ state: 'ok' }] });
    expect(classify(200, listed(100), search)).toMatchObject({
      results: [{ state: 'nok', refusal: { code: 'list-cut' } }],
    });
  });

  it('T30: “please try again later” is no refusal: it is sent again', () => {
    const later = { ...nok, errorCode: 'XO_1130', errorMessage: 'Please try again later' };
    expect(classify(200, { results: [later, { transaction: 'AddAddress', records: [] }] })).toEqual({
      kind: 'results',
      results: [{ state: 'not-processed' }, { state: 'ok', records: [] }],
    });
    expect(classify(400, { ...later, records: undefined })).toEqual({
      kind: 'results',
      results: [{ state: 'not-processed' }, { state: 'not-processed' }],
    });
  });

  it.each([
    'Vänligen försök igen senare',
    'Bitte versuchen Sie es später erneut',
    'しばらくしてからもう一度お試しください',
  ])('D15: what M3 means is read from its codes, in whatever language it says "%s"', (errorMessage) => {
    const absent = { transaction: 'AddSupplier', errorCode: 'WSU0103', errorMessage };
    const refused = { transaction: 'AddAddress', errorCode: 'WSU0104', errorMessage };
    const calls = [call('AddSupplier', ['WSU0103']), call('AddAddress', ['WSU0103'])];
    expect(classify(200, { results: [absent, refused] }, calls)).toMatchObject({
      results: [
        { state: 'ok', records: [] },
        { state: 'nok', refusal: { code: 'WSU0104' } },
      ],
    });
    expect(
      classify(
        200,
        {
          results: [
            { ...absent, errorCode: 'XO_1130' },
            { transaction: 'AddAddress', records: [] },
          ],
        },
        two,
      ),
    ).toMatchObject({
      results: [{ state: 'not-processed' }, { state: 'ok' }],
    });
  });

  it('of a whole request that was refused are marked as such, for each of its transactions', () => {
    const { transaction: _, ...problem } = nok;
    expect(classify(400, problem)).toMatchObject({
      kind: 'results',
      results: [
        { state: 'nok', refusal: { transaction: 'AddSupplier', code: 'WSU0104' } },
        { state: 'nok', refusal: { transaction: 'AddAddress', code: 'WSU0104' } },
      ],
    });
  });

  it('of an answer without any are missing, not ok', () => {
    expect(classify(200, {})).toEqual({ kind: 'results', results: [{ state: 'missing' }, { state: 'missing' }] });
    expect(classify(200, { results: [] })).toMatchObject({ results: [{ state: 'missing' }, { state: 'missing' }] });
  });

  it.each([
    ['there are more of them than transactions', [{ records: [] }, { records: [] }, { records: [] }]],
    ['one names another transaction', [{ transaction: 'AddSupplier' }, { transaction: 'AddSupplier', records: [] }]],
    ['they are in another order', [{ transaction: 'AddAddress' }, { transaction: 'AddSupplier' }]],
  ])('are all missing when %s', (_, results) => {
    expect(classify(200, { results })).toEqual({
      kind: 'results',
      results: [{ state: 'missing' }, { state: 'missing' }],
    });
  });

  it.each([
    ['repeats the transaction’s name', { transaction: 'AddSupplier' }, {}, 'ok'],
    ['holds a record', { records: [{ SUNO: 'Y30001' }] }, {}, 'ok'],
    ['is counted among the successful', {}, { nrOfSuccessfullTransactions: 1, nrOfFailedTransactions: 0 }, 'ok'],
    ['is empty', {}, {}, 'missing'],
    ['holds no record and no name', { records: [] }, {}, 'missing'],
    ['has a blank name', { transaction: ' ', records: [] }, {}, 'missing'],
    ['speaks of something else', { status: 'FAILED', text: 'no' }, {}, 'missing'],
    [
      'is counted among the failed',
      { transaction: 'AddSupplier', records: [] },
      { nrOfFailedTransactions: 1 },
      'missing',
    ],
    [
      'is not the only one that was terminated',
      {},
      { nrOfSuccessfullTransactions: 1, nrOfFailedTransactions: 0, wasTerminated: true },
      'missing',
    ],
    ['names a field that is wrong', { transaction: 'AddSupplier', errorField: 'SUNO' }, {}, 'nok'],
    ['names where to correct it', { transaction: 'AddSupplier', errorCfg: 'X' }, {}, 'nok'],
  ])('only what proves success is one: a result that %s', (_what, result, totals, state) => {
    expect(classify(200, { results: [result], ...totals }, [call('AddSupplier')])).toMatchObject({
      results: [{ state }],
    });
  });

  it('have the type as their code where there is none', () => {
    const body = { results: [{ errorMessage: 'no such thing', errorType: 'TransactionNotFound' }] };
    expect(classify(200, body, [call('Nonsense')])).toMatchObject({
      results: [{ state: 'nok', refusal: { code: 'TransactionNotFound', message: 'no such thing' } }],
    });
  });

  it('hold nothing that a database refuses, in records as in refusals', () => {
    const body = {
      results: [{ ...nok, errorMessage: 'no\u0000pe' }, { records: [{ 'TX\u0000T': 'a\u0000b \ud800' }] }],
    };
    expect(classify(200, body)).toMatchObject({
      results: [{ refusal: { message: 'nope' } }, { state: 'ok', records: [{ TXT: 'ab \ufffd' }] }],
    });
  });

  it('with a code that means “there is none” are no records, not a refusal', () => {
    const absent = { errorCode: ' WSU0103 ', errorMessage: 'gibt es nicht', errorType: 'ServerReturnedNOK' };
    const body = { results: [absent, absent] };
    expect(classify(200, body, [call('GetBasicData', ['WSU0103']), call('GetBasicData', ['XRE0103'])])).toMatchObject({
      results: [{ state: 'ok', records: [] }, { state: 'nok' }],
    });
  });

  it.each([413, 415])('HTTP %i was refused before M3: every transaction is', (status) => {
    expect(classify(status, 'no')).toMatchObject({
      results: [{ state: 'nok', refusal: { code: `http-${status}` } }, { state: 'nok' }],
    });
  });
});

describe('the gateway', () => {
  it.each([
    [401, 'credentials-refused'],
    [403, 'scope-missing'],
    [404, 'configuration-invalid'],
    [405, 'configuration-invalid'],
    [406, 'configuration-invalid'],
    [451, 'configuration-invalid'],
    [429, 'rate-limited'],
  ])('rejects with HTTP %i: %s', (status, code) => {
    expect(classify(status, '{}')).toMatchObject({ kind: 'rejected', code });
  });

  it('may say how long to wait', () => {
    expect(classify(429, '', two, { 'retry-after': '3' })).toMatchObject({ retryAfterMs: 3_000 });
    expect(classify(429, '')).not.toHaveProperty('retryAfterMs');
  });

  it.each([500, 502, 503, 504, 408, 302])('answers HTTP %i, which says nothing about the effect', (status) => {
    expect(classify(status, '{"results":[]}')).toMatchObject({ kind: 'unanswered', code: 'unavailable' });
  });

  it.each([
    [200, '<html>Sign in</html>'],
    [400, '<html>Bad request</html>'],
    [200, ''],
    [200, '[]'],
    [200, '{"results":"none"}'],
  ])('answers HTTP %i with %j, which cannot be read', (status, body) => {
    expect(classify(status, body)).toMatchObject({ kind: 'unanswered', code: 'answer-unreadable' });
  });
});

it('what a database refuses is taken out of texts and names, at any depth', () => {
  const text = String.raw`{"re\u0000cords":[{"TX\u0000T":"a\u0000b","NA\ud800ME":["half \udc00","é"]}]}`;
  expect(parseM3Json(text)).toEqual({ records: [{ TXT: 'ab', 'NA\ufffdME': ['half \ufffd', 'é'] }] });
});

it('other values stay as they are, and what is no JSON is undefined', () => {
  expect(parseM3Json('{"a":1,"b":null,"c":true,"d":[]}')).toEqual({ a: 1, b: null, c: true, d: [] });
  expect(parseM3Json('<html>')).toBeUndefined();
});
