import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SandboxClient } from '../../tests/sandbox-client.js';

/** By hand from the published shape of release R39: ids and counts are numbers, decimals are text, keys have dashes. */
const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);
const time = z.iso.datetime({ offset: true });
const OrderHeader = z.looseObject({
  id: z.int(),
  'po-number': z.string().max(20),
  status: z.string().max(50),
  version: z.int(),
  'internal-revision': z.int(),
  exported: z.boolean(),
  'created-at': time,
  'updated-at': time,
  currency: z.looseObject({ code: z.string().max(6) }),
  supplier: z.looseObject({ id: z.int(), name: z.string().max(100), number: z.string().max(255) }),
  'order-lines': z.array(
    z.looseObject({
      id: z.int(),
      'line-num': z.string(),
      type: z.enum(['OrderQuantityLine', 'OrderAmountLine']),
      description: z.string().max(255),
      quantity: decimal.optional(),
      price: decimal,
      total: decimal,
      'order-header-id': z.int(),
      account: z.looseObject({ code: z.string() }),
    }),
  ),
});
const Supplier = z.looseObject({
  id: z.int(),
  name: z.string(),
  number: z.string(),
  status: z.enum(['active', 'inactive', 'draft']),
  'updated-at': time,
});

let sandbox: SandboxClient;

beforeAll(async () => {
  sandbox = await SandboxClient.start();
  await sandbox.admin('POST', '/coupa/suppliers', { id: 77, name: 'Acme', number: 'Y30001', status: 'active' });
  for (const id of [2400, 2401, 2402]) {
    await sandbox.admin('POST', '/coupa/purchase-orders', {
      id,
      supplier: { id: 77 },
      currency: { code: 'EUR' },
      'order-lines': [
        { description: 'Bearing', quantity: '10.0', price: '4.125000', account: { code: '100-4410' } },
        { description: 'Installation', price: '1200.00', account: { code: '100-6120' } },
      ],
    });
  }
});

afterAll(() => sandbox?.stop());

describe("Coupa's token endpoint", () => {
  it('gives a token for the scopes asked for', async () => {
    const { status, json } = await sandbox.askCoupaToken({ scope: 'core.supplier.read core.common.read' });
    expect(status).toBe(200);
    expect(json).toEqual({
      access_token: expect.any(String),
      token_type: 'bearer',
      expires_in: 86399,
      scope: 'core.supplier.read core.common.read',
    });
  });

  it.each([
    ['a wrong secret', { client_secret: 'guess' }, 401, 'invalid_client'],
    ['another client', { client_id: 'nobody' }, 401, 'invalid_client'],
    ['another grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
    ['no scope', { scope: '' }, 400, 'invalid_scope'],
    ['a scope that there is not', { scope: 'core.common.read core.everything' }, 400, 'invalid_scope'],
    ['scopes with commas', { scope: 'core.common.read,core.supplier.read' }, 400, 'invalid_scope'],
  ])('refuses %s', async (_, fields, status, error) => {
    const reply = await sandbox.askCoupaToken(fields);
    expect(reply).toMatchObject({ status, json: { error } });
  });

  it('takes the client by HTTP Basic, and no body but a form', async () => {
    const basic = Buffer.from('client:client secret').toString('base64');
    const ask = (type: string, body: string) =>
      sandbox.ask('/coupa/oauth2/token', {
        method: 'POST',
        headers: { authorization: `Basic ${basic}`, 'content-type': type },
        body,
      });
    const form = 'grant_type=client_credentials&scope=core.common.read';
    expect((await ask('application/x-www-form-urlencoded', form)).status).toBe(200);
    expect(await ask('application/json', '{}')).toMatchObject({ status: 400, json: { error: 'invalid_request' } });
  });

  it('refuses a scope that the client was not granted', async () => {
    const narrow = await SandboxClient.start({ coupaScopes: 'core.common.read' });
    expect((await narrow.askCoupaToken({ scope: 'core.common.read' })).status).toBe(200);
    expect((await narrow.askCoupaToken({ scope: 'core.common.read core.supplier.read' })).status).toBe(400);
    await narrow.stop();
  });
});

describe("Coupa's API", () => {
  it('shows orders and suppliers in their published shape', async () => {
    expect(OrderHeader.safeParse((await sandbox.coupa('/purchase_orders/2400')).json).error).toBeUndefined();
    expect(
      z
        .array(OrderHeader)
        .min(3)
        .safeParse((await sandbox.coupa('/purchase_orders')).json).error,
    ).toBeUndefined();
    expect(Supplier.safeParse((await sandbox.coupa('/suppliers/77')).json).error).toBeUndefined();
  });

  it('asks for a token and for its scope', async () => {
    const token = await sandbox.coupaToken('core.purchase_order.read');
    expect((await sandbox.coupa('/suppliers', 'made up')).status).toBe(401);
    expect((await sandbox.coupa('/suppliers', token)).status).toBe(403);
    expect((await sandbox.coupa('/purchase_orders', token)).status).toBe(200);
  });

  it('answers in XML, errors too, whoever does not ask for JSON', async () => {
    const token = await sandbox.coupaToken();
    const ask = (path: string, headers: Record<string, string> = {}) =>
      sandbox.ask(`/coupa/api${path}`, { headers: { authorization: `Bearer ${token}`, ...headers } });
    for (const headers of [{}, { accept: '*/*' }, { accept: 'application/xml' }]) {
      const { status, headers: given, text } = await ask('/suppliers/77', headers);
      expect([status, given['content-type']]).toEqual([200, 'application/xml; charset=utf-8']);
      expect(text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<supplier>.*<number>Y30001<\/number>/);
    }
    expect((await ask('/purchase_orders?id=2400')).text).toMatch(
      /<order-headers><order-header>.*<order-lines><order-line>/,
    );
    const nothing = '<errors><error>No results match your search criteria.</error></errors>';
    expect(await ask('/purchase_orders?id=1')).toMatchObject({ status: 404, text: expect.stringContaining(nothing) });
    const refused = await ask('/purchase_orders?colour=red');
    expect(refused).toMatchObject({ status: 400, text: expect.stringContaining('<errors><error>colour ') });
    expect((await sandbox.ask('/coupa/api/suppliers')).text).toContain('<errors>');
    expect((await ask('/suppliers', { accept: 'application/json, */*' })).json).toHaveLength(1);
    expect((await ask('/suppliers', { accept: 'text/html' })).status).toBe(406);
  });

  it('answers as much as it is told: ids, what is referred to by its keys, or the fields of an API filter', async () => {
    expect((await sandbox.coupa('/purchase_orders?id=2402&return_object=limited')).json).toEqual([{ id: 2402 }]);
    const shallow = (await sandbox.coupa('/purchase_orders/2402?return_object=shallow')).json;
    expect(shallow).toMatchObject({
      'po-number': '2402',
      supplier: { id: 77, name: 'Acme', number: 'Y30001' },
      currency: { code: 'EUR' },
    });
    expect(shallow.supplier).not.toHaveProperty('status');
    expect(shallow['order-lines'][0]).toEqual({ id: expect.any(Number), 'line-num': '1' });
    expect((await sandbox.coupa('/purchase_orders?return_object=none')).status).toBe(400);
    const apiFilters = [
      { name: 'for-erp', object: 'order-header', fields: ['id', { supplier: ['number'] }] },
      { name: 'short', object: 'supplier', fields: ['id'], default: true },
    ];
    await sandbox.admin('PUT', '/coupa/settings', { apiFilters });
    const filtered = { id: 2402, supplier: { number: 'Y30001' } };
    expect((await sandbox.coupa('/purchase_orders/2402?filter=for-erp')).json).toEqual(filtered);
    expect((await sandbox.coupa('/purchase_orders/2402?filter=other')).status).toBe(400);
    expect((await sandbox.coupa('/suppliers/77')).json).toEqual({ id: 77 });
    expect((await sandbox.coupa('/suppliers/77?fields=["name"]')).json).toEqual({ name: 'Acme' });
    await sandbox.admin('PUT', '/coupa/settings', { apiFilters: [] });
  });

  it('has the reference data that people have put there', async () => {
    const [eur, usd] = await sandbox.admin('PUT', '/coupa/reference-data/currencies', [
      { code: 'EUR', name: 'Euro', decimals: 2 },
      { code: 'USD', name: 'US dollar' },
    ]);
    await sandbox.admin('PUT', '/coupa/reference-data/exchange_rates', [
      { 'from-currency': eur, 'to-currency': usd, rate: '1.09', 'rate-date': '2027-01-01T00:00:00+00:00' },
    ]);
    expect((await sandbox.coupa('/currencies?code=USD')).json).toMatchObject([{ id: usd.id, name: 'US dollar' }]);
    const rates = async (query: string) => sandbox.coupa(`/exchange_rates?${query}`);
    expect((await rates(`from_currency_id=${eur.id}`)).json).toMatchObject([{ rate: '1.09' }]);
    expect((await rates('from_currency[code]=USD')).json).toEqual([]);
    expect((await rates(`from_currency_id=${eur.id}&to_currency_id=${usd.id}`)).status).toBe(400);
    expect((await sandbox.tryAdmin('PUT', '/coupa/reference-data/invoices', [])).status).toBe(404);
    expect((await sandbox.tryAdmin('PUT', '/coupa/reference-data/uoms', [{ colour: 'red' }])).status).toBe(400);
  });

  it('answers 404 with errors for what there is not', async () => {
    expect(await sandbox.coupa('/purchase_orders/1')).toMatchObject({
      status: 404,
      json: { errors: expect.anything() },
    });
    expect(await sandbox.coupa('/purchase_orders/2400x')).toMatchObject({ status: 404 });
    expect(await sandbox.coupa('/invoices')).toMatchObject({ status: 404 });
  });

  it('answers 400 with the field for a query that it does not understand', async () => {
    const reply = await sandbox.coupa('/purchase_orders?colour=red');
    expect(reply).toMatchObject({ status: 400, json: { errors: { colour: [expect.any(String)] } } });
  });

  it('filters, pages and picks fields over HTTP', async () => {
    await sandbox.admin('POST', '/coupa/purchase-orders/2401/approve', { notify: false });
    const fields = encodeURIComponent('["id",{"order_lines":["line_num"]}]');
    const query = `status%5Bin%5D=issued,closed&exported=false&order_by=id&dir=asc&limit=50&offset=0&fields=${fields}`;
    expect((await sandbox.coupa(`/purchase_orders?${query}`)).json).toEqual([
      { id: 2401, 'order-lines': [{ 'line-num': '1' }, { 'line-num': '2' }] },
    ]);
    expect((await sandbox.coupa('/purchase_orders?status=error')).json).toEqual([]);
  });

  it('logs its calls', async () => {
    await sandbox.coupa('/purchase_orders?id=2402');
    const { calls } = await sandbox.admin('GET', '/coupa/calls');
    expect(calls.slice(-2)).toMatchObject([
      { method: 'POST', path: '/coupa/oauth2/token', status: 200, at: expect.any(String) },
      { method: 'GET', path: '/coupa/api/purchase_orders?id=2402', status: 200 },
    ]);
  });
});
