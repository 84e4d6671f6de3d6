import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openConnections } from './open-connections.js';
import { sendGuarded } from './send-guarded.js';

const block = Buffer.alloc(1024 * 1024, 'x');
let peer: Server;
const connections = openConnections({ connectTimeoutMs: 500, socketsMax: 1 });

beforeAll(async () => {
  peer = createServer((request, response) => {
    if (request.url === '/moved') return response.writeHead(307, { location: '/' }).end();
    for (let count = 0; count < Number(request.url?.slice(1)); count += 1) response.write(block);
    return response.end();
  }).listen(0, '127.0.0.1');
  await once(peer, 'listening');
});

afterAll(async () => {
  await connections.close();
  peer?.close();
});

const ask = (path: string) =>
  sendGuarded(
    connections,
    { method: 'GET', url: `http://127.0.0.1:${(peer.address() as AddressInfo).port}${path}`, headers: {} },
    { onRequestStart: () => undefined, timeoutMs: 20_000 },
  );

it('an answer that would fill the memory is cut off and counts as none, and the next one is read', async () => {
  expect(await ask('/33')).toMatchObject({ kind: 'no-answer' });
  const sent = await ask('/2');
  expect(sent.kind === 'answer' && sent.answer.body).toHaveLength(2 * block.length);
});

it('a redirect is an answer and not followed, as the token would travel along', async () => {
  expect(await ask('/moved')).toMatchObject({ kind: 'answer', answer: { status: 307 } });
});

describe('with a proxy', () => {
  const tunnels: { readonly to: string; readonly authorization: string | undefined }[] = [];
  let proxy: Server;
  let through: ReturnType<typeof openConnections>;

  beforeAll(async () => {
    proxy = createServer((_request, response) => response.writeHead(500).end()).listen(0, '127.0.0.1');
    proxy.on('connect', ({ url = '', headers }, socket) => {
      tunnels.push({ to: url, authorization: headers['proxy-authorization'] });
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    await once(proxy, 'listening');
    const { port } = proxy.address() as AddressInfo;
    const url = `http://ann:hush%23@127.0.0.1:${port}`;
    through = openConnections({ connectTimeoutMs: 500, socketsMax: 1, proxy: { url, except: '.inside.example' } });
  });
  afterAll(async () => {
    await through.close();
    proxy.close();
  });

  const send = (url: string, asked: string[] = []) =>
    sendGuarded(
      through,
      { method: 'GET', url, headers: {} },
      { onRequestStart: () => void asked.push(url), timeoutMs: 5_000 },
    );

  it('HTTPS goes through a tunnel; where the proxy opens none, no byte has left', async () => {
    const asked: string[] = [];
    const sent = await send('https://m3.example/T/M3', asked);
    expect(tunnels).toEqual([
      { to: 'm3.example:443', authorization: `Basic ${Buffer.from('ann:hush#').toString('base64')}` },
    ]);
    expect(sent.kind).toBe('not-sent');
    expect(asked).toEqual([]);
  });

  it('what is excepted is called directly, and so is plain HTTP, which goes to this machine only', async () => {
    tunnels.length = 0;
    expect(await send('https://m3.inside.example/')).toMatchObject({ kind: 'not-sent' });
    const here = await send(`http://127.0.0.1:${(peer.address() as AddressInfo).port}/1`);
    expect(here.kind).toBe('answer');
    expect(tunnels).toEqual([]);
  });

  it('what the environment says is not taken where nothing was set', async () => {
    process.env['HTTPS_PROXY'] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const direct = openConnections({ connectTimeoutMs: 500, socketsMax: 1 });
    try {
      await sendGuarded(
        direct,
        { method: 'GET', url: 'https://m3.inside.example/', headers: {} },
        { onRequestStart: () => undefined, timeoutMs: 5_000 },
      );
      expect(tunnels).toEqual([]);
    } finally {
      delete process.env['HTTPS_PROXY'];
      await direct.close();
    }
  });
});
