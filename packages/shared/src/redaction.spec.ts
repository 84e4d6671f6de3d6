import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSecretField, redacted, redactedText, Redaction, withoutCredentials } from './redaction.js';

/** Records are kept for years and read by many; a secret in one cannot be called back. */
describe('a text is written down without', () => {
  it.each([
    ['a key of Standard Webhooks', `signed with whsec_YWJjZGVmZ2hpamtsbW5vcA==`, 'signed with [redacted]'],
    ['a bearer token', 'with Authorization: Bearer abc.def-123456', 'with Authorization: Bearer [redacted]'],
    ['a login', 'with Authorization: Basic Y2xpZW50OnMzY3JldA==', 'with Authorization: Basic [redacted]'],
    ['a web token', 'got eyJhbGciOiJIUzI1.eyJzdWIi.abc back', 'got [redacted] back'],
    ['a form', 'grant_type=password&password=pass-word&x=1', 'grant_type=password&password=[redacted]&x=1'],
    ['a short password in a form', 'password=abc&x=1', 'password=[redacted]&x=1'],
    ['a query', 'GET /x?access_token=abcdef&limit=50', 'GET /x?access_token=[redacted]&limit=50'],
    ['a name with a colon', 'the client_secret: hushhush, it said', 'the client_secret: [redacted], it said'],
    ['cookies', 'Set-Cookie: id=1; path=/', 'Set-Cookie: [redacted]'],
    [
      'JSON in a text',
      '{"access_token":"abcdef","expires_in":7200}',
      '{"access_token":"[redacted]","expires_in":7200}',
    ],
    [
      'JSON with quotes in the value',
      String.raw`{"cxml-secret": "a\"b", "id": 7}`,
      '{"cxml-secret": "[redacted]", "id": 7}',
    ],
    [
      'JSON that is itself a text in JSON',
      String.raw`{"body":"{\"password\":\"abc\",\"id\":7}"}`,
      String.raw`{"body":"{\"password\":\"[redacted]\",\"id\":7}"}`,
    ],
    ['JSON that was cut', '{"id":7,"password":"abc', '{"id":7,"password":"[redacted]'],
    ['numbers in JSON', '{"BKNO": 12345678,"SUNO":"S1"}', '{"BKNO": [redacted],"SUNO":"S1"}'],
    [
      'XML',
      '<a><cxml-secret>abc</cxml-secret><id>7</id></a>',
      '<a><cxml-secret>[redacted]</cxml-secret><id>7</id></a>',
    ],
    ['an address', 'postgres://sluice:pass@db/sluice', 'postgres://sluice:[redacted]@db/sluice'],
    ['an address without a user', 'redis://:pass@db/1', 'redis://:[redacted]@db/1'],
    ['a bank account', 'pay to BE68 5390 0754 7034 now', 'pay to [redacted] now'],
    ['a bank account before capitals', 'pay to BE68539007547034 NOW 100 EUR', 'pay to [redacted] NOW 100 EUR'],
    ['a bank account in lower case', 'be68539007547034', '[redacted]'],
  ])('%s', (_what, text, kept) => {
    expect(redactedText(text)).toBe(kept);
    expect(redactedText(kept)).toBe(kept);
  });

  it('values that are known to be secret, as they are or as an address or JSON has them', () => {
    const { text } = new Redaction(['hush "hush"']);
    expect(text('a hush "hush" b')).toBe('a [redacted] b');
    expect(text('?x=hush%20%22hush%22&y')).toBe('?x=[redacted]&y');
    expect(text(JSON.stringify({ x: 'hush "hush"' }))).toBe('{"x":"[redacted]"}');
  });
});

it.each([
  'PO 2400 · Acme Bearings',
  'MSGN 000000000012345',
  'BE00 5390 0754 7034',
  'the token endpoint answered 503',
  'Coupa refused the token: invalid_scope',
  'Basic information of an item, and bearer authentication',
  'https://acme.coupahost.com/api/purchase_orders?fields=["id",{"supplier":["id"]}]&order_by=id',
  '{"grant_type":"client_credentials","token_type":"bearer","expires_in":7200}',
  'Supplier number S1 does not exist',
])('"%s" is written down as it is', (text) => {
  expect(redactedText(text)).toBe(text);
});

it('what was redacted once is not changed by doing it again', () => {
  const texts = fc.array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(
        'password',
        'client_secret',
        '"',
        '\\',
        '=',
        ': ',
        'Bearer ',
        'a1b2c3d4e5',
        '://',
        '@',
        '<iban>',
        '<',
      ),
    ),
  );
  fc.assert(
    fc.property(texts, (parts) => {
      const once = redactedText(parts.join(''));
      expect(redactedText(once)).toBe(once);
    }),
  );
});

describe('a value is written down without', () => {
  it('fields that are named like a secret, at any depth', () => {
    const value = {
      client_secret: 'abc',
      Authorization: 'x',
      headers: [{ 'Set-Cookie': ['a', 'b'] }],
      'cxml-http-password': 'abc',
      'bank-account': { holder: 'Acme', number: 12 },
      unit: 'BOX',
    };
    expect(redacted(value)).toEqual({
      client_secret: '[redacted]',
      Authorization: '[redacted]',
      headers: [{ 'Set-Cookie': '[redacted]' }],
      'cxml-http-password': '[redacted]',
      'bank-account': '[redacted]',
      unit: 'BOX',
    });
  });

  it("M3's bank details, in a record and in a list of names and values", () => {
    const record = { SUNO: 'S1', IBAN: 'x', BKNO: 12345678, BAF1: 'y', BANA: 'z', BKID: 'A', BANO: 'lot 7' };
    expect(redacted(record)).toEqual({
      SUNO: 'S1',
      IBAN: '[redacted]',
      BKNO: '[redacted]',
      BAF1: '[redacted]',
      BANA: '[redacted]',
      BKID: 'A',
      BANO: 'lot 7',
    });
    expect(
      redacted([
        { Name: 'BKNO', Value: '1' },
        { Name: 'SUNO', Value: 'S1' },
      ]),
    ).toEqual([
      { Name: 'BKNO', Value: '[redacted]' },
      { Name: 'SUNO', Value: 'S1' },
    ]);
  });

  it('sealed values, of which the last characters stay', () => {
    const sealed = { sealed: 'abc=', keyId: 'k', of: 'supplier/1#iban', fingerprint: 'f', lastFour: '7034' };
    expect(redacted({ iban: sealed, deep: [sealed] })).toEqual({ iban: '••••7034', deep: ['••••7034'] });
  });

  it('values that are known to be secret, wherever they stand', () => {
    const { value } = new Redaction(['hush-hush']);
    const line = { text: 'sent hush-hush', deep: [{ text: 'it was hush-hush!' }], 'hush-hush': 1 };
    expect(JSON.stringify(value(line))).not.toContain('hush');
  });

  it('nothing where a field is empty or a switch', () => {
    const value = { password: '', secret: null, 'has-password': true };
    expect(redacted(value)).toEqual(value);
  });
});

it('a value that holds itself is written down without end', () => {
  const loop: Record<string, unknown> = { at: new Date(0) };
  loop['loop'] = loop;
  expect(redacted(loop)).toEqual({ at: '1970-01-01T00:00:00.000Z', loop: '[circular]' });
});

it('secrets that come later count from then on', () => {
  const redaction = new Redaction(['first-secret']);
  redaction.remember(['second-secret']);
  expect(redaction.text('first-secret second-secret')).toBe('[redacted] [redacted]');
});

it.each(['BE68-5390-0754-7034', 'BE68 5390-0754 7034', 'DE89-3704-0044-0532-0130-00'])(
  'an account number is found however it is grouped: %s',
  (written) => expect(redactedText(`to ${written}-x, please`)).toBe('to [redacted]-x, please'),
);

it('no end of another account or id is taken for one: UUIDs stay as they are', () => {
  const ids = Array.from({ length: 2000 }, (_, at) => {
    const [first, last] = [at.toString(16).padStart(4, '0'), (at * 7919).toString(16).padStart(12, 'b')];
    return `be68${first}-ab12-4cd3-be68-${last}`;
  });
  expect(ids.map(redactedText)).toEqual(ids);
});

it('a secret that is too short to be told from ordinary words is not looked for', () => {
  expect(new Redaction(['an']).text('an order')).toBe('an order');
});

it.each(['token_type', 'tokenExpiresAt', 'BKID', 'BANO', 'company', 'title', 'cs-fields'])(
  'the field %s is no secret',
  (name) => expect(isSecretField(name)).toBe(false),
);

it('a document is passed on without its credentials, and with its bank details', () => {
  const supplier = { id: 1, 'cxml-secret': 'x', sites: [{ 'coupa-connect-secret': 'y', iban: 'z' }] };
  expect(withoutCredentials(supplier)).toEqual({ id: 1, sites: [{ iban: 'z' }] });
});
