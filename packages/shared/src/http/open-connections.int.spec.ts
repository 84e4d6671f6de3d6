import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
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
