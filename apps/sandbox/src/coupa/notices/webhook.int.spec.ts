import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SandboxClient } from '../../../tests/sandbox-client.js';
import { until } from '../../../tests/until.js';

interface Received {
  readonly body: string;
  readonly signature: string;
  readonly eventId: string;
  readonly contentType: string;
}

let sandbox: SandboxClient;
let receiver: Server;
let received: Received[];
/** What the receiver answers next; 202 when there is nothing. 0 cuts the connection. */
let answers: number[];

beforeEach(async () => {
  received = [];
  answers = [];
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const header = (name: string): string => String(request.headers[name]);
      const body = Buffer.concat(chunks).toString('utf8');
      received.push({
        body,
        signature: header('x-coupa-signature'),
        eventId: header('x-coupa-event-id'),
        contentType: header('content-type'),
      });
      const answer = answers.shift() ?? 202;
      if (answer === 0) request.socket.destroy();
      else response.writeHead(answer).end();
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address() as AddressInfo;
  sandbox = await SandboxClient.start({ webhookUrl: `http://127.0.0.1:${port}/webhooks/coupa` });
  await sandbox.admin('POST', '/coupa/suppliers', { id: 77, name: 'Acme', number: 'Y30001', status: 'active' });
  const lines = [{ quantity: '10.0', price: '4.125000' }];
  await sandbox.admin('POST', '/coupa/purchase-orders', { id: 2400, supplier: { id: 77 }, 'order-lines': lines });
});

afterEach(async () => {
  await sandbox.stop();
  receiver.closeAllConnections();
  receiver.close();
});

const sign = (body: string, secret: string): string => createHmac('sha256', secret).update(body).digest('hex');

it('an approval is told by a signed webhook with an event id', async () => {
  const { eventId } = await sandbox.admin('POST', '/coupa/purchase-orders/2400/approve');
  const [first] = await until(async () => (received.length > 0 ? received : undefined));
  expect(first).toMatchObject({ eventId, signature: sign(first?.body ?? '', 'webhook secret') });
  expect(JSON.parse(first?.body ?? '')).toEqual({
    event_id: eventId,
    event_type: 'purchase_order.issued',
    occurred_at: expect.stringMatching(/^\d{4}-.*Z$/),
    document: { type: 'purchase_order', id: 2400 },
  });
  expect(await sandbox.admin('GET', '/coupa/purchase-orders/2400')).toMatchObject({ status: 'issued' });
});

it('an approval without notice, and a supplier with one', async () => {
  expect(await sandbox.admin('POST', '/coupa/purchase-orders/2400/approve', { notify: false })).toEqual({
    eventId: null,
  });
  await sandbox.admin('POST', '/coupa/suppliers/77/notify');
  const [only] = await until(async () => (received.length > 0 ? received : undefined));
  expect(JSON.parse(only?.body ?? '')).toMatchObject({
    event_type: 'supplier.updated',
    document: { type: 'supplier', id: 77 },
  });
});

it('a supplier that a person makes or changes is told of where that is asked for', async () => {
  const { id } = await sandbox.admin('POST', '/coupa/suppliers?notify=true', { name: 'Bolts' });
  await sandbox.admin('PUT', `/coupa/suppliers/${id}`, { number: 'Y30002' });
  await until(async () => (received.length === 1 ? received : undefined));
  await sandbox.admin('PUT', `/coupa/suppliers/${id}?notify=true`, { number: 'Y30003' });
  await until(async () => (received.length === 2 ? received : undefined));
  expect(received.map(({ body }) => JSON.parse(body))).toMatchObject([
    { event_type: 'supplier.created', document: { type: 'supplier', id } },
    { event_type: 'supplier.updated', document: { type: 'supplier', id } },
  ]);
  expect((await sandbox.tryAdmin('PUT', `/coupa/suppliers/${id}?notify=maybe`, {})).status).toBe(400);
});

it('is tried again until it is answered with something other than 5xx', async () => {
  answers = [503, 0, 500, 202];
  await sandbox.admin('POST', '/coupa/purchase-orders/2400/approve');
  const statuses = await until(async () => {
    const { deliveries } = await sandbox.admin('GET', '/coupa/webhooks');
    return deliveries[0]?.statuses.length === 4 ? deliveries[0].statuses : undefined;
  });
  expect(statuses).toEqual([503, null, 500, 202]);
  expect(new Set(received.map(({ eventId }) => eventId)).size).toBe(1);
});

it('gives up after ten tries, and takes 4xx as an answer', async () => {
  answers = Array.from({ length: 10 }, () => 500);
  const given = await sandbox.admin('POST', '/coupa/webhooks', { type: 'purchase_order', id: 2400 });
  expect(given.statuses).toEqual([500]);
  expect(received).toHaveLength(10);
  answers = [401];
  expect((await sandbox.admin('POST', '/coupa/webhooks', { type: 'purchase_order', id: 2400 })).statuses).toEqual([
    401,
  ]);
});

it('can be sent again under the same id, and forged', async () => {
  const again = { type: 'purchase_order', id: 2400, eventId: 'event-1', eventType: 'purchase_order.changed', times: 3 };
  expect(await sandbox.admin('POST', '/coupa/webhooks', again)).toEqual({
    eventId: 'event-1',
    statuses: [202, 202, 202],
  });
  await sandbox.admin('POST', '/coupa/webhooks', { type: 'purchase_order', id: 2400, secret: 'forged' });
  expect(received.map(({ eventId }) => eventId).slice(0, 3)).toEqual(['event-1', 'event-1', 'event-1']);
  expect(new Set(received.slice(0, 3).map(({ body }) => body)).size).toBe(1);
  const forged = received[3];
  expect(forged?.signature).toBe(sign(forged?.body ?? '', 'forged'));
});

it('is the document in XML where it was set up so, signed like any, and the same when it is repeated', async () => {
  await sandbox.admin('PUT', '/coupa/settings', { webhookFormat: 'xml' });
  const send = { type: 'purchase_order', id: 2400, eventId: 'event-1' };
  await sandbox.admin('POST', '/coupa/webhooks', send);
  await sandbox.admin('POST', '/coupa/purchase-orders/2400/approve', { notify: false });
  await sandbox.admin('POST', '/coupa/webhooks', send);
  await sandbox.admin('POST', '/coupa/webhooks', { type: 'supplier', id: 77 });
  await sandbox.admin('POST', '/coupa/webhooks', { type: 'purchase_order', id: 1 });
  const [first, again, supplier, unknown] = received;
  expect(first).toMatchObject({
    body: expect.stringMatching(/^<\?xml [^]*<order-header><po-number>2400<[^]*<status>draft<[^]*<order-line><id>/),
    signature: sign(first?.body ?? '', 'webhook secret'),
    eventId: 'event-1',
    contentType: 'application/xml',
  });
  expect(again).toEqual(first);
  expect(supplier?.body).toContain('<supplier><status>active</status>');
  expect(unknown?.body).toContain('<order-header><id>1</id></order-header>');
});

it('goes to a receiver that is named later', async () => {
  const { port } = receiver.address() as AddressInfo;
  const bare = await SandboxClient.start();
  const send = () => bare.admin('POST', '/coupa/webhooks', { type: 'supplier', id: 1 });
  expect((await send()).statuses).toEqual([null]);
  await bare.admin('PUT', '/coupa/webhooks/receiver', { url: `http://127.0.0.1:${port}/elsewhere`, secret: 'new' });
  expect((await send()).statuses).toEqual([202]);
  expect(received[0]?.signature).toBe(sign(received[0]?.body ?? '', 'new'));
  await bare.stop();
});
