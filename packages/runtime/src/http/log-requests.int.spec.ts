import { once } from 'node:events';
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '@sluice/testing/eventually';
import { createLogger } from '../logging/logger.js';
import { logRequests } from './log-requests.js';

interface Line {
  readonly level: string;
  readonly msg: string;
  readonly req: { readonly url: string };
  readonly res: { readonly statusCode: number };
}
const lines: Line[] = [];
let server: Server;
let url: string;

beforeAll(async () => {
  const log = logRequests(createLogger('ingress', 'debug', { write: (line) => lines.push(JSON.parse(line) as Line) }));
  server = createServer((request, response) =>
    log(request, response, () => {
      const [, status = ''] = /status=(\d+)/.exec(request.url ?? '') ?? [];
      if (status !== '') response.writeHead(Number(status)).end();
    }),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server?.closeAllConnections();
  server?.close();
});

const lineOf = (path: string) => eventually(() => lines.find(({ req }) => req.url === path));

it.each([
  ['/api/records?status=200', 'info'],
  ['/nowhere?status=404', 'info'],
  ['/api/records?status=500', 'error'],
  ['/webhooks/coupa?status=202', 'debug'],
  ['/webhooks/coupa?status=503', 'error'],
  ['/metrics?status=200', 'debug'],
  ['/health/ready?status=503', 'debug'],
])('%s is one line, at %s', async (path, level) => {
  await fetch(`${url}${path}`);
  expect(await lineOf(path)).toMatchObject({ level, msg: 'request answered' });
  expect(lines.filter(({ req }) => req.url === path)).toHaveLength(1);
});

it('a caller that disconnects before the answer is logged', async () => {
  const request = get(`${url}/slow`);
  request.on('error', () => undefined);
  await once(server, 'request');
  request.destroy();
  expect(await lineOf('/slow')).toMatchObject({ msg: 'the caller disconnected before the answer' });
});
