import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkOldest } from './check-oldest.js';

let oldest: unknown[] = [];
let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => {
    response.statusCode = request.url === '/internal/oldest' ? 200 : 404;
    response.end(JSON.stringify({ oldest }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(() => server.close());

const check = (found: unknown[]) => {
  oldest = found;
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return checkOldest({ name: 'po-sync', url, apiToken: 'token', urlSetting: 'SLUICE_APP_URLS', user: 'Mieke' });
};

const late = (stage: string) => ({
  stage,
  document: 'purchase-order/2400',
  since: '2026-03-09T17:12:13.200Z',
  ageSeconds: 3_600,
});

/** A document that was announced and is never decided looks like one that is on its way: somebody must say which. */
describe('a document that lies in one stage for too long is named', () => {
  it.each([
    [
      'undecided',
      /purchase-order\/2400 is due, and has not been decided about since 2026-03-09 17:12:13Z/,
      /records show/,
    ],
    ['unanswered', /purchase-order\/2400 waits for a command/, /account show/],
    ['unsent', /purchase-order\/2400 has a command that is due, and nothing is sent for it since/, /account show/],
    ['unended', /purchase-order\/2400 has a command that has not ended since/, /account show/],
    ['unpublished', /purchase-order\/2400 waits to be published/, /Kafka/],
    ['of-a-newer-release', /purchase-order\/2400 is of-a-newer-release since/, /log of po-sync/],
  ])('%s', async (stage, detail, hint) => {
    expect(await check([late(stage)])).toEqual([
      {
        check: 'oldest document of po-sync',
        state: 'warning',
        detail: expect.stringMatching(detail),
        hint: expect.stringMatching(hint),
      },
    ]);
  });

  it('one that is on its way is no finding', async () => {
    const young = { ...late('undecided'), ageSeconds: 30 };
    expect(await check([young])).toMatchObject([{ state: 'ok' }]);
    expect(await check([])).toMatchObject([{ state: 'ok' }]);
  });
});
