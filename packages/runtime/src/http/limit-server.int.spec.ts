import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { limitServer } from './create-nest.js';

const short = { headersTimeoutMs: 200, requestTimeoutMs: 400, checkMs: 50, connectionsMax: 2 };
const opened: { end(): unknown }[] = [];

afterEach(() => {
  for (const one of opened.splice(0)) one.end();
});

const listening = async (): Promise<Server> => {
  const server = createServer((request, answer) => {
    request.resume().on('end', () => answer.end('whole'));
  });
  limitServer(server, short);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  opened.push({ end: () => server.close().closeAllConnections() });
  return server;
};

/** Sends `first` and then a byte every 20 ms, and gives what came back once the server has ended the connection: 408, or nothing where it was quicker to hang up. */
const trickle = async (server: Server, first: string): Promise<string> => {
  const socket = dial(server);
  let answer = '';
  socket.on('data', (data: Buffer) => (answer += data.toString()));
  socket.write(first);
  const timer = setInterval(() => socket.write('x'), 20);
  opened.push({ end: () => clearInterval(timer) });
  await new Promise((resolve) => socket.on('close', resolve));
  clearInterval(timer);
  return answer;
};
const dial = (server: Server): Socket => {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => undefined);
  opened.push({ end: () => socket.destroy() });
  return socket;
};

it.each([
  ['body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n'],
  ['head', 'POST / HTTP/1.1\r\nHost: x\r\nX-Long: '],
])('a caller whose %s trickles is sent away: it holds no connection for as long as it likes', async (_, first) => {
  expect(await trickle(await listening(), first)).toMatch(/^(HTTP\/1\.1 408 |$)/);
});

it('more connections than the limit are closed, and those within it are served', async () => {
  const server = await listening();
  const first = dial(server);
  const second = dial(server);
  await Promise.all([once(first, 'connect'), once(second, 'connect')]);
  const third = dial(server);
  await new Promise((resolve) => third.on('close', resolve));
  second.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(String(await once(second, 'data'))).toMatch(/^HTTP\/1\.1 200 /);
});
