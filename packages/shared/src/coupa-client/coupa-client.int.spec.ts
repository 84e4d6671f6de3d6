import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '@sluice/testing/eventually';
import type { HttpRequest, TokenCall } from '../http/exchange.js';
import { CoupaClient, type CoupaClientOptions } from './coupa-client.js';
import { coupaTokenPolicy } from './coupa-token.js';

type Handle = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A peer that answers as each test says, and remembers what it was asked. */
let peer: Server;
let coupaUrl: string;
let asked: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[];
/** What the provider of credentials says at the moment. */
let secret: string;
let token: Handle;
let api: Handle;
let transport: CoupaClient;

const json = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
};

let issued = 0;
const issue =
  (expiresInS = 86_399): Handle =>
  (_, response) =>
    json(response, 200, { access_token: `token-${(issued += 1)}`, token_type: 'bearer', expires_in: expiresInS });

const account = {
  coupaClientId: 'sluice',
  coupaClientSecret: 'hush & hush',
  coupaScopes: 'core.common.read core.supplier.read',
};
const options: CoupaClientOptions = {
  tokens: { ...coupaTokenPolicy, ripensMs: 100, lifeMs: 60_000 },
  connectTimeoutMs: 500,
  tokenTimeoutMs: 30_000,
};

beforeEach(async () => {
  issued = 0;
  asked = [];
  token = issue();
  api = (_, response) => json(response, 200, { id: 77 });
  peer = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      (request.url?.startsWith('/coupa/oauth2/token') ? token : api)(request, response, body);
    });
  });
  peer.listen(0, '127.0.0.1');
  await once(peer, 'listening');
  coupaUrl = `http://127.0.0.1:${(peer.address() as AddressInfo).port}/coupa`;
  secret = account.coupaClientSecret;
  transport = new CoupaClient(() => ({ ...account, coupaUrl, coupaClientSecret: secret }), options);
});

afterEach(async () => {
  peer.closeAllConnections();
  peer.close();
  await transport.close();
});

const request = (): HttpRequest => ({
  method: 'GET',
  url: `${coupaUrl}/api/suppliers/77`,
  headers: { accept: 'application/json', 'content-type': 'application/json' },
});
const sending = { onRequestStart: () => undefined, timeoutMs: 2_000 };
const prepare = (): Promise<void> => transport.prepare(() => undefined);
const tokensAsked = (): number => asked.filter(({ url }) => url.endsWith('/oauth2/token')).length;

async function tokenSent(): Promise<string | undefined> {
  await prepare();
  await transport.send(request(), sending);
  return asked.findLast(({ url }) => url.includes('/api/'))?.headers.authorization;
}

describe('the token', () => {
  it('is asked for as Coupa documents it, and the call goes on record without its content', async () => {
    const calls: TokenCall[] = [];
    await transport.prepare((call) => calls.push(call));
    const [call] = asked;
    expect(call).toMatchObject({ method: 'POST', url: '/coupa/oauth2/token' });
    expect(call?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
    expect(Object.fromEntries(new URLSearchParams(call?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'sluice',
      client_secret: 'hush & hush',
      scope: 'core.common.read core.supplier.read',
    });
    expect(calls).toMatchObject([{ url: `${coupaUrl}/oauth2/token`, status: 200 }]);
    expect(JSON.stringify(calls)).not.toMatch(/hush|token-1/);
  });

  it('T23: is asked for once, however many need it at the same moment, and then kept', async () => {
    await Promise.all([prepare(), prepare(), prepare()]);
    expect(await tokenSent()).toBe('Bearer token-1');
    expect(await tokenSent()).toBe('Bearer token-1');
    expect(tokensAsked()).toBe(1);
  });

  it('T21: refused while it is young is used again when it has ripened', async () => {
    await prepare();
    const before = performance.now();
    transport.forgetToken();
    expect(await tokenSent()).toBe('Bearer token-1');
    expect(performance.now() - before).toBeGreaterThan(80);
    expect(tokensAsked()).toBe(1);
  });

  it('refused when it is old is replaced, and the new one is not used before it is ripe', async () => {
    await prepare();
    transport.forgetToken();
    await prepare(); // waits until the first one is ripe
    transport.forgetToken();
    const before = performance.now();
    expect(await tokenSent()).toBe('Bearer token-2');
    expect(performance.now() - before).toBeGreaterThan(80);
  });

  it('is renewed well before its end, and serves until the new one is ripe', async () => {
    token = issue(1.2); // renewed after one second
    expect(await tokenSent()).toBe('Bearer token-1');
    token = issue();
    await eventually(async () => {
      expect(await tokenSent()).toBe('Bearer token-1');
      return tokensAsked() === 2;
    });
    await eventually(async () => (await tokenSent()) === 'Bearer token-2');
    expect(tokensAsked()).toBe(2);
  });

  it.each([
    ['an unknown client', 401, { error: 'invalid_client' }, /COUPA_CLIENT_ID/],
    ['a scope that the client lacks', 400, { error: 'invalid_scope' }, /COUPA_SCOPES/],
  ])('%s pauses the account and says what to do', async (_, status, body, fix) => {
    token = (__, response) => json(response, status, body);
    await expect(prepare()).rejects.toMatchObject({ code: 'credentials-refused', fix: expect.stringMatching(fix) });
  });

  it('after a refusal is asked for with the secret that holds by then', async () => {
    token = (__, response, body) =>
      new URLSearchParams(body).get('client_secret') === 'renewed'
        ? issue()(__, response, body)
        : json(response, 401, { error: 'invalid_client' });
    await expect(prepare()).rejects.toMatchObject({ code: 'credentials-refused' });
    secret = 'renewed';
    expect(await tokenSent()).toBe('Bearer token-1');
  });

  it.each([
    ['503', 503, 'unavailable'],
    ['a page instead of a token', 200, 'answer-unreadable'],
  ])('%s is tried again later', async (_, status, code) => {
    token = (__, response) => void response.writeHead(status, { 'content-type': 'text/html' }).end('<html></html>');
    await expect(prepare()).rejects.toMatchObject({ code, disposition: 'retry' });
    token = issue();
    await prepare();
  });
});

describe('a request', () => {
  it('brings status, headers and body', async () => {
    await prepare();
    api = (_, response) => void response.writeHead(404, { 'X-Trace': 'a' }).end('{"errors":"none"}');
    expect(await transport.send(request(), sending)).toMatchObject({
      kind: 'answer',
      answer: { status: 404, headers: { 'x-trace': 'a' }, body: '{"errors":"none"}' },
    });
  });

  it('stopped by the guard has not reached Coupa', async () => {
    await prepare();
    const sent = await transport.send(request(), { ...sending, onRequestStart: () => 'the lease has ended' });
    expect(sent).toEqual({ kind: 'not-sent', message: 'the lease has ended' });
    await transport.send(request(), sending);
    expect(asked.filter(({ url }) => url.includes('/api/'))).toHaveLength(1);
  });

  it('T43: follows no redirect, so that the token goes nowhere else', async () => {
    await prepare();
    api = (_, response) => void response.writeHead(302, { location: `${coupaUrl}/elsewhere` }).end();
    expect(await transport.send(request(), sending)).toMatchObject({ kind: 'answer', answer: { status: 302 } });
    expect(asked.some(({ url }) => url.includes('elsewhere'))).toBe(false);
  });

  it('to another host is not sent at all', async () => {
    await prepare();
    const other = { ...request(), url: 'http://127.0.0.1:9/api/suppliers/77' };
    expect(await transport.send(other, sending)).toMatchObject({ kind: 'not-sent' });
  });

  it('whose answer is cut, or does not come in time, leaves open what became of it', async () => {
    await prepare();
    api = (incoming) => incoming.socket.destroy();
    expect(await transport.send(request(), sending)).toMatchObject({ kind: 'no-answer' });
    api = (_, response) => void response.writeHead(200).write('{"id":');
    expect(await transport.send(request(), { ...sending, timeoutMs: 100 })).toMatchObject({ kind: 'no-answer' });
  });

  it('without a connection is known not to have been sent', async () => {
    const closed = createTcpServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, 'close');
    const unreachable = new CoupaClient(() => ({ ...account, coupaUrl: `http://127.0.0.1:${port}` }), options);
    const url = `http://127.0.0.1:${port}/api/suppliers/77`;
    expect(await unreachable.send({ ...request(), url }, sending)).toMatchObject({ kind: 'not-sent' });
    await unreachable.close();
  });
});
