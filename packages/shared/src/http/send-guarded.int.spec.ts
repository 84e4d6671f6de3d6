import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HttpRequest, SendOptions, Sent } from './exchange.js';
import { sendGuarded } from './send-guarded.js';

/** "Not sent" must be certain: on it alone a write may be sent again without looking. */
describe('a request is known to have left or not', () => {
  let received = '';
  let play: (socket: Socket) => void;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      received += data.toString();
      if (received.includes('"end"')) play(socket);
    });
  });
  let agent: Agent;

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    agent = new Agent({ pipelining: 1, connections: 1, headersTimeout: 0, bodyTimeout: 0, connect: { timeout: 500 } });
  });
  afterAll(async () => {
    await agent.destroy();
    server.close();
  });
  beforeEach(() => {
    received = '';
  });

  const send = (change: Partial<HttpRequest> = {}, options: Partial<SendOptions> = {}): Promise<Sent> =>
    sendGuarded(
      agent,
      {
        method: 'POST',
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/calls?a=b`,
        headers: { 'x-one': '1' },
        body: '{"end"}',
        ...change,
      },
      { onRequestStart: () => undefined, timeoutMs: 2_000, ...options },
    );

  it('an answer comes back whole', async () => {
    play = (socket) => socket.end('HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 2\r\n\r\nok');
    expect(await send()).toEqual({
      kind: 'answer',
      answer: { status: 302, headers: expect.objectContaining({ location: '/elsewhere' }), body: 'ok' },
    });
    expect(received).toMatch(/^POST \/calls\?a=b HTTP\/1.1/);
  });

  it('stopped by the guard: not one byte arrives, now or with the next request', async () => {
    const sent = await send({}, { onRequestStart: () => 'too late' });
    expect(sent).toEqual({ kind: 'not-sent', message: 'too late' });
    play = (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    await send({ headers: { 'x-second': '2' } });
    expect(received).not.toContain('x-one');
  });

  it('nobody listens: not sent', async () => {
    expect(await send({ url: 'http://127.0.0.1:9/' })).toMatchObject({ kind: 'not-sent' });
  });

  it('an address that is none: not sent', async () => {
    expect(await send({ headers: { 'bad header': 'x' } })).toMatchObject({ kind: 'not-sent' });
  });

  it.each<[string, (socket: Socket) => void]>([
    ['cut before the answer', (socket) => socket.destroy()],
    ['reset before the answer', (socket) => socket.resetAndDestroy()],
    ['cut within the answer', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhalf')],
    ['no answer in time', () => undefined],
    ['half an answer in time', (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhalf')],
    ['no HTTP', (socket) => socket.end('nonsense\r\n\r\n')],
  ])('%s: it may have left', async (_, answer) => {
    play = answer;
    expect(await send({}, { timeoutMs: 300 })).toMatchObject({ kind: 'no-answer' });
    expect(received).toContain('"end"');
  });

  it('is written once, whatever happens to its connection', async () => {
    play = (socket) => socket.destroy();
    await send({ method: 'GET', body: '{"end"}' });
    expect(received.split('"end"')).toHaveLength(2);
  });
});
