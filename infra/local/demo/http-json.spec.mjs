import { createServer } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { jsonApi } from './http-json.mjs';

let server;
let url;

beforeEach(async () => {
  server = createServer(({ url: path }, answer) => path === '/no' && answer.writeHead(409).end('"taken"'));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${server.address().port}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** "The operation was aborted due to timeout" in the demo's terminal left a person to guess what was. */
it('who does not answer in time is named, with what was asked', async () => {
  const ask = jsonApi('The sandbox', url, 'a-token', 50);
  await expect(ask('GET', '/orders?number=2401')).rejects.toThrow(
    `The sandbox does not answer within 0.05 s: GET ${url}/orders`,
  );
});

it('who is not there is named, too', async () => {
  const ask = jsonApi('The console', 'http://127.0.0.1:1', 'a-token');
  await expect(ask('GET', '/records')).rejects.toThrow(/^The console does not answer \(.+\): GET http/);
});

it('a refusal is reported in the words of who refuses', async () => {
  await expect(jsonApi('The sandbox', url, 'a-token')('PUT', '/no', {})).rejects.toThrow(
    `The sandbox answered 409 to PUT ${url}/no: "taken"`,
  );
});
