import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SandboxClient } from '../../../tests/sandbox-client.js';
import { until } from '../../../tests/until.js';

interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

let sandbox: SandboxClient;
let receiver: Server;
let received: Received[];
/** What the receiver's token URL answers. */
let tokenAnswer: object;

beforeEach(async () => {
  received = [];
  tokenAnswer = { access_token: 'token of the receiver', token_type: 'bearer', expires_in: 300 };
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      received.push({ path, headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      if (path === '/token') response.end(JSON.stringify(tokenAnswer));
      else response.writeHead(202).end('{"reference":"1"}');
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  sandbox = await SandboxClient.start({
    webhookUrl: `${base}/webhook`,
    callOutUrl: `${base}/call-out`,
    callOutTokenUrl: `${base}/token`,
    callOutClientId: 'coupa?',
    callOutClientSecret: 'secret>>>',
    callOutScope: 'ingress',
  });
  await sandbox.admin('POST', '/coupa/suppliers', { id: 77, name: 'Acme', number: 'Y30001', status: 'active' });
  for (const id of [2400, 2401, 2402, 2403]) {
    const lines = [{ quantity: '10.0', price: '4.125000' }];
    await sandbox.admin('POST', '/coupa/purchase-orders', { id, supplier: { id: 77 }, 'order-lines': lines });
  }
});

afterEach(async () => {
  await sandbox.stop();
  receiver.closeAllConnections();
  receiver.close();
});

const approve = (id: number, body: object = {}) => sandbox.admin('POST', `/coupa/purchase-orders/${id}/approve`, body);
const at = (path: string): Received[] => received.filter((one) => one.path === path);
const told = (): number[] => at('/webhook').map(({ body }) => JSON.parse(body).document.id as number);
const fault = (body: object) => sandbox.admin('POST', '/faults', { system: 'coupa', ...body });
const allTold = (...ids: number[]) =>
  until(async () => (told().length >= ids.length ? told() : undefined)).then((order) => expect(order).toEqual(ids));

const done = (id: number) =>
  until(async () => {
    const { callOuts } = await sandbox.admin('GET', '/coupa/call-outs');
    const one = callOuts.find((callOut: { id: number }) => callOut.id === id);
    return one?.status !== null || one?.message !== '' ? one : undefined;
  });

describe('a call-out', () => {
  it('asks the token URL with URL-safe Basic, then posts the document itself', async () => {
    const { callOutId, eventId } = await approve(2400, { door: 'call-out' });
    expect(eventId).toBeNull();
    expect(await done(callOutId)).toMatchObject({ tokenStatus: 200, status: 202, document: { id: 2400 } });
    const [token] = at('/token');
    expect(token?.headers).toMatchObject({
      authorization: 'Basic Y291cGE_OnNlY3JldD4-Pg',
      accept: 'application/json',
      'cache-control': 'no-cache',
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(token?.body).toBe('grant_type=client_credentials&scope=ingress');
    const [call] = at('/call-out');
    expect(call?.headers).toMatchObject({
      authorization: 'Bearer token of the receiver',
      'content-type': 'application/json',
    });
    expect(JSON.parse(call?.body ?? '')).toMatchObject({
      id: 2400,
      status: 'issued',
      'order-lines': [{ quantity: '10.0' }],
    });
    expect(told()).toEqual([]);
  });

  it('sends XML where it was made so', async () => {
    await sandbox.admin('PUT', '/coupa/settings', { callOutFormat: 'xml' });
    await done((await approve(2400, { door: 'call-out' })).callOutId);
    const [call] = at('/call-out');
    expect(call?.headers['content-type']).toBe('application/xml');
    expect(call?.body).toMatch(/<order-header><po-number>2400<\/po-number>.*<order-line>/s);
  });

  it('keeps its token as long as it is good', async () => {
    await done((await approve(2400, { door: 'call-out' })).callOutId);
    await done((await sandbox.admin('POST', '/coupa/call-outs', { id: 2401 })).callOutId);
    expect([at('/token').length, at('/call-out').length]).toEqual([1, 2]);
  });

  it('fails, visibly, when the token does not come as Coupa expects it', async () => {
    tokenAnswer = { access_token: 'token', token_type: 'Bearer', expires_in: 300 };
    await sandbox.admin('PUT', '/coupa/settings', { door: 'call-out' });
    const failed = await done((await approve(2400)).callOutId);
    expect(failed).toMatchObject({ tokenStatus: 200, status: null, message: expect.stringContaining('bearer') });
    expect(at('/call-out')).toEqual([]);
  });
});

describe('a notice', () => {
  it('gets lost, of one document or of a part of all', async () => {
    await fault({ kind: 'lose-notice', contains: '2401' });
    await approve(2401);
    await approve(2402);
    await allTold(2402);
    await fault({ kind: 'lose-notice', rate: 0.5 });
    await approve(2400);
    await approve(2403);
    await allTold(2402, 2400);
  });

  it('comes again under the same id', async () => {
    await fault({ kind: 'repeat-notice', copies: 2 });
    const { eventId } = await approve(2400);
    await allTold(2400, 2400, 2400);
    expect(new Set(at('/webhook').map(({ headers }) => headers['x-coupa-event-id']))).toEqual(new Set([eventId]));
  });

  it('comes late', async () => {
    await fault({ kind: 'delay-notice', contains: '2400', ms: 4_000 });
    await approve(2400);
    await approve(2401);
    await allTold(2401, 2400);
  });

  it('comes after younger ones', async () => {
    await fault({ kind: 'hold-notice', contains: '2400', others: 2 });
    await approve(2400);
    await approve(2401);
    await allTold(2401);
    await approve(2402);
    await allTold(2401, 2402, 2400);
  });

  it('is not sent where no door is open', async () => {
    expect(await approve(2400, { door: 'none' })).toEqual({ eventId: null });
    await approve(2401);
    await allTold(2401);
  });
});
