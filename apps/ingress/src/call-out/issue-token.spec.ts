import { describe, expect, it } from 'vitest';
import { readToken, tokenKey } from './call-out-token.js';
import { issueToken, type CallOutClient, type TokenRequest } from './issue-token.js';

const client: CallOutClient = {
  id: 'coupa',
  secrets: ['current>>>secret???', 'the-secret-before'],
  scope: 'sluice.call-outs',
  tokenLifeSeconds: 900,
};
const [current, before] = client.secrets as [string, string];
const form = 'application/x-www-form-urlencoded';
const basic = (id: string, secret: string, encoding: BufferEncoding = 'base64url'): string =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString(encoding)}`;
const ask = (request: Partial<TokenRequest>, of: CallOutClient = client) =>
  issueToken(
    of,
    { authorization: undefined, contentType: form, body: 'grant_type=client_credentials', ...request },
    1_000,
  );
const credentials = (id: string, secret: string) =>
  new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret }).toString();

describe('T14: a call-out of Coupa gets a token', () => {
  it.each<[string, Partial<TokenRequest>]>([
    ['with URL-safe base64, as Coupa writes it', { authorization: basic('coupa', current) }],
    ['with standard base64', { authorization: basic('coupa', current, 'base64') }],
    ['with id and secret form-encoded first', { authorization: basic('coupa', encodeURIComponent(current)) }],
    ['with its credentials in the body', { body: credentials('coupa', current) }],
    [
      'with a JSON body',
      {
        authorization: basic('coupa', current),
        contentType: 'application/json',
        body: '{"grant_type":"client_credentials","scope":"sluice.call-outs"}',
      },
    ],
    ['under the secret before', { authorization: basic('coupa', before) }],
  ])('%s', (_, request) => {
    const answer = ask(request);
    expect(answer).toEqual({
      status: 200,
      body: { access_token: expect.any(String), token_type: 'bearer', expires_in: 900 },
    });
  });

  it('that is short-lived and good for call-outs only', () => {
    const { body } = ask({ authorization: basic('coupa', current) });
    const token = 'access_token' in body ? body.access_token : '';
    const claims = { sub: 'coupa', scope: 'sluice.call-outs', iat: 1_000, exp: 1_900 };
    expect(readToken(token, [tokenKey(current)], 1_001)).toEqual(claims);
  });
});

describe('T14: a wrong client learns nothing', () => {
  const refused = { status: 401, body: { error: 'invalid_client' } };
  it.each<[string, Partial<TokenRequest>]>([
    ['an unknown id', { authorization: basic('else', current) }],
    ['a wrong secret', { authorization: basic('coupa', 'guess') }],
    ['no credentials', {}],
    ['a header that is no base64', { authorization: 'Basic %%%' }],
    ['a header without a colon', { authorization: `Basic ${Buffer.from('coupa').toString('base64')}` }],
    ['another scheme', { authorization: 'Bearer x' }],
    ['a wrong grant too', { authorization: basic('coupa', 'guess'), body: 'grant_type=password' }],
    ['a wrong scope too', { body: `${credentials('coupa', 'guess')}&scope=everything` }],
    ['a body that cannot be read', { contentType: 'application/json', body: '{' }],
  ])('%s', (_, request) => {
    expect(ask(request)).toEqual(refused);
  });

  it('not even that no secret is set', () => {
    expect(ask({ authorization: basic('coupa', current) }, { ...client, secrets: [] })).toEqual(refused);
    expect(ask({ authorization: basic('coupa', '') }, { ...client, secrets: [] })).toEqual(refused);
  });
});

describe('the right client hears what is wrong', () => {
  const authorization = basic('coupa', current);
  it.each([
    ['another grant', { authorization, body: 'grant_type=password' }, 'unsupported_grant_type'],
    [
      'a scope that is not for call-outs',
      { authorization, body: 'grant_type=client_credentials&scope=all' },
      'invalid_scope',
    ],
    ['a body that is none', { authorization, contentType: 'application/json', body: '{' }, 'invalid_request'],
  ])('%s', (_, request, error) => {
    expect(ask(request)).toEqual({ status: 400, body: { error } });
  });
});
