import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TokenCall } from '../http/exchange.js';
import { requestToken } from '../http/request-token.js';
import { TokenCache } from '../http/token-cache.js';
import { ionTokenPolicy, ionTokenRequest } from './ion-token.js';
import { parseIonApiFile } from './ionapi-file.js';

const ignore = (): void => undefined;

/** Without a token nothing goes to M3; asked for too often, the authorization server locks the account. */
describe('the token of the service account', () => {
  const asked: { authorization: string; form: Record<string, string> }[] = [];
  let answer: { status: number; body: unknown };
  let server: Server;
  let connections: Agent;

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      asked.push({
        authorization: request.headers.authorization ?? '',
        form: Object.fromEntries(new URLSearchParams(String(Buffer.concat(chunks)))),
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
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
    answer = { status: 200, body: { access_token: 'one', token_type: 'Bearer', expires_in: 7200 } };
  });

  function tokenOf(change: { port?: number } = {}): TokenCache {
    const url = `http://127.0.0.1:${change.port ?? (server.address() as AddressInfo).port}`;
    const file = { ti: 'T', ci: 'T~client', cs: 'hush', iu: url, pu: `${url}/as/`, ot: 'token.oauth2' };
    const text = JSON.stringify({ ...file, saak: 'T#account', sask: 'hush too' });
    return new TokenCache(
      (onCall) => requestToken(ionTokenRequest(parseIonApiFile(text)), { connections, timeoutMs: 2_000 }, onCall),
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
});
