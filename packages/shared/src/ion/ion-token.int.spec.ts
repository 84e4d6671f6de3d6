import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TokenCall } from '../http/exchange.js';
import { TokenCache } from '../http/token-cache.js';
import { ionTokenPolicy, ionTokens, type IonTokenAuth } from './ion-token.js';
import { parseIonApiFile } from './ionapi-file.js';

const ignore = (): void => undefined;
/** What the authorization server makes of how the client identifies itself. */
const anyClient = (_authorization: string, _form: Record<string, string>): boolean => true;

/** Without a token nothing goes to M3; asked for too often, the authorization server locks the account. */
describe('the token of the service account', () => {
  const asked: { authorization: string; form: Record<string, string> }[] = [];
  let answer: { status: number; body: unknown; type?: string };
  let isAccepted: typeof anyClient = anyClient;
  let server: Server;
  let connections: Agent;

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const authorization = request.headers.authorization ?? '';
      const form = Object.fromEntries(new URLSearchParams(String(Buffer.concat(chunks))));
      asked.push({ authorization, form });
      const refused = { status: 401, body: { error: 'invalid_client' }, type: 'application/json' };
      const { status, body, type = 'application/json' } = isAccepted(authorization, form) ? answer : refused;
      response.writeHead(status, type === '' ? {} : { 'content-type': type }).end(JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    connections = new Agent();
  });
  afterAll(async () => {
    await connections.close();
    server.close();
  });
  beforeEach(() => {
    asked.length = 0;
    isAccepted = anyClient;
    answer = { status: 200, body: { access_token: 'one', token_type: 'Bearer', expires_in: 7200 } };
  });

  function tokenOf(change: { port?: number; ci?: string; auth?: IonTokenAuth } = {}): TokenCache {
    const url = `http://127.0.0.1:${change.port ?? (server.address() as AddressInfo).port}`;
    const file = { ti: 'T', ci: change.ci ?? 'T~client', cs: 'hush', iu: url, pu: `${url}/as/`, ot: 'token.oauth2' };
    const text = JSON.stringify({ ...file, saak: 'T#account', sask: 'hush too' });
    return new TokenCache(
      ionTokens(() => parseIonApiFile(text), { connections, timeoutMs: 2_000 }, change.auth),
      ionTokenPolicy,
    );
  }

  it('is asked for by the password grant, with client and account encoded', async () => {
    expect(await tokenOf().take(ignore)).toBe('one');
    expect(asked).toEqual([
      {
        authorization: `Basic ${Buffer.from('T%7Eclient:hush').toString('base64')}`,
        form: { grant_type: 'password', username: 'T#account', password: 'hush too' },
      },
    ]);
  });

  it('is kept, and asked for once however many want it', async () => {
    const token = tokenOf();
    expect(await Promise.all([token.take(ignore), token.take(ignore), token.take(ignore)])).toEqual([
      'one',
      'one',
      'one',
    ]);
    await token.take(ignore);
    expect(asked).toHaveLength(1);
  });

  it('is renewed before its end, and asked for again once it was refused', async () => {
    answer.body = { access_token: 'short', token_type: 'Bearer', expires_in: 0 };
    const ending = tokenOf();
    await ending.take(ignore);
    await ending.take(ignore);
    expect(asked).toHaveLength(2);
    answer.body = { access_token: 'long', token_type: 'Bearer', expires_in: 7200 };
    const refused = tokenOf();
    await refused.take(ignore);
    refused.forget();
    await refused.take(ignore);
    expect(asked).toHaveLength(4);
  });

  it('that is refused needs a person, and is reported in the server’s words without any secret', async () => {
    answer = { status: 400, body: { error: 'invalid_grant', error_description: 'account is locked' } };
    const calls: TokenCall[] = [];
    const failure = await tokenOf()
      .take((call) => calls.push(call))
      .catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ code: 'credentials-refused', disposition: 'park' });
    expect(calls).toMatchObject([{ status: 400 }]);
    expect(JSON.stringify(calls)).toContain('account is locked');
    expect(`${String(failure)}${JSON.stringify(calls)}`).not.toContain('hush');
  });

  it.each([
    [503, { error: 'later' }],
    [429, { error: 'slow_down' }],
    [200, { nothing: true }],
  ])('that does not come with HTTP %i may come later', async (status, body) => {
    answer = { status, body };
    const failure = await tokenOf()
      .take(ignore)
      .catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ code: 'unavailable', disposition: 'retry' });
    answer = { status: 200, body: { access_token: 'one', token_type: 'Bearer', expires_in: 7200 } };
  });

  it('of a server that does not answer may come later', async () => {
    const failure = await tokenOf({ port: 9 })
      .take(ignore)
      .catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ code: 'unavailable', disposition: 'retry' });
  });

  const encoded = `Basic ${Buffer.from('T%7Eclient:hush').toString('base64')}`;
  const raw = `Basic ${Buffer.from('T~client:hush').toString('base64')}`;

  it.each([
    ['decodes the header', (authorization: string) => authorization === encoded, 1],
    ['compares the header as it came', (authorization: string) => authorization === raw, 2],
    [
      'looks into the form alone',
      (authorization: string, form: Record<string, string>) =>
        authorization === '' && form['client_id'] === 'T~client' && form['client_secret'] === 'hush',
      3,
    ],
  ])('is had from a server that %s, and the way is remembered', async (_what, accepts, calls) => {
    isAccepted = accepts;
    const token = tokenOf();
    expect(await token.take(ignore)).toBe('one');
    expect(asked).toHaveLength(calls);
    token.forget();
    await token.take(ignore);
    expect(asked).toHaveLength(calls + 1);
  });

  it('is asked for in the one way that is set, however it is refused', async () => {
    isAccepted = (authorization) => authorization === encoded;
    await expect(tokenOf({ auth: 'basic-raw' }).take(ignore)).rejects.toMatchObject({ code: 'credentials-refused' });
    expect(asked.map(({ authorization }) => authorization)).toEqual([raw]);
  });

  it('a wrong service account is not tried in other ways: that would lock it', async () => {
    answer = { status: 400, body: { error: 'invalid_grant' } };
    await expect(tokenOf().take(ignore)).rejects.toMatchObject({ code: 'credentials-refused' });
    expect(asked).toHaveLength(1);
  });

  it('nothing is asked twice in the same words where encoding changes nothing', async () => {
    isAccepted = () => false;
    await expect(tokenOf({ ci: 'Tclient' }).take(ignore)).rejects.toMatchObject({ code: 'credentials-refused' });
    expect(asked).toHaveLength(2);
  });

  const given = { access_token: 'one', token_type: 'Bearer', expires_in: 7200 };
  it.each([
    ['expires_in as a text', { status: 200, body: { ...given, expires_in: '7200' } }],
    ['expires_in null', { status: 200, body: { ...given, expires_in: null } }],
    ['refresh_token null', { status: 200, body: { ...given, refresh_token: null } }],
    ['scope null', { status: 200, body: { ...given, scope: null } }],
    ['scope empty', { status: 200, body: { ...given, scope: '' } }],
    ['scope a list', { status: 200, body: { ...given, scope: ['a', 'b'] } }],
    ['no expires_in', { status: 200, body: { access_token: 'one', token_type: 'Bearer' } }],
    ['an id_token that nobody reads', { status: 200, body: { ...given, id_token: 'eyJhbGciOiJSUzI1NiJ9.e30.x' } }],
    ['token_type in lower case', { status: 200, body: { ...given, token_type: 'bearer' } }],
    ['token_type missing', { status: 200, body: { access_token: 'one', expires_in: 7200 } }],
    ['token_type null', { status: 200, body: { ...given, token_type: null } }],
    ['another content type', { status: 200, body: given, type: 'text/json' }],
    ['no content type', { status: 200, body: given, type: '' }],
    ['201', { status: 201, body: given }],
  ])('is good with %s', async (_what, tolerated) => {
    answer = tolerated;
    expect(await tokenOf().take(ignore)).toBe('one');
  });
});
