import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SandboxClient } from '../../tests/sandbox-client.js';

let sandbox: SandboxClient;
const order = '/purchase_orders/2400';
const post = (path: string, body: object) => sandbox.coupaWrite('POST', `/integration_history_records${path}`, body);

beforeEach(async () => {
  sandbox = await SandboxClient.start();
  await sandbox.admin('POST', '/coupa/suppliers', { id: 77, name: 'Acme', number: 'Y30001', status: 'active' });
  const lines = [{ quantity: '10.0', price: '4.125000' }];
  await sandbox.admin('POST', '/coupa/purchase-orders', { id: 2400, supplier: { id: 77 }, 'order-lines': lines });
  await sandbox.admin('POST', '/coupa/purchase-orders/2400/approve', { notify: false });
});

afterEach(() => sandbox?.stop());

describe('a custom field written to an order', () => {
  it('is kept, and is a change: the internal revision rises, the version and the exported mark stay', async () => {
    await sandbox.coupaWrite('PUT', `${order}?exported=true`);
    const before = (await sandbox.coupa(order)).json;
    const { status, json } = await sandbox.coupaWrite('PUT', order, { 'custom-fields': { 'erp-po-no': '4500001' } });
    expect(status).toBe(200);
    expect(json).toMatchObject({ 'custom-fields': { 'erp-po-no': '4500001' }, version: 1, exported: true });
    expect(json['internal-revision']).toBe(before['internal-revision'] + 1);
  });

  it('stands at the top where it was made in the global namespace, and there only', async () => {
    await sandbox.admin('PUT', '/coupa/settings', { topLevelCustomFields: ['erp-po-no'] });
    expect((await sandbox.coupaWrite('PUT', order, { 'custom-fields': { 'erp-po-no': '1' } })).json.errors).toEqual({
      'custom-fields.erp-po-no': ['is no custom field'],
    });
    expect((await sandbox.coupaWrite('PUT', order, { 'erp-po-no': '4500001' })).json).toMatchObject({
      'erp-po-no': '4500001',
      'custom-fields': {},
    });
    const fields = encodeURIComponent('["id","erp_po_no"]');
    expect((await sandbox.coupa(`${order}?fields=${fields}`)).json).toEqual({ id: 2400, 'erp-po-no': '4500001' });
  });

  it('is refused where Coupa has no such field, and on a closed order that is locked', async () => {
    await sandbox.admin('PUT', '/coupa/settings', { customFields: ['erp-po-no'], lockClosedOrders: true });
    expect((await sandbox.coupaWrite('PUT', order, { 'custom-fields': { typo: '1' } })).status).toBe(400);
    await sandbox.admin('PUT', '/coupa/purchase-orders/2400', { status: 'closed' });
    const write = () => sandbox.coupaWrite('PUT', order, { 'custom-fields': { 'erp-po-no': '1' } });
    expect(await write()).toMatchObject({
      status: 400,
      json: { errors: { base: [expect.stringContaining('closed')] } },
    });
    expect((await sandbox.coupaWrite('PUT', `${order}?exported=true`)).status).toBe(200);
  });

  it('is refused together with what Coupa keeps itself, and with names that an order does not have', async () => {
    expect((await sandbox.coupaWrite('PUT', order, { status: 'closed', exported: true })).json.errors).toEqual({
      status: ['is read-only'],
      exported: ['is read-only'],
    });
    expect((await sandbox.coupaWrite('PUT', order, { colour: 'red' })).status).toBe(400);
  });
});

describe('the exported mark', () => {
  it('is a request of its own: other fields in it are not looked at', async () => {
    const fields = encodeURIComponent('["id","exported"]');
    const reply = await sandbox.coupaWrite('PUT', `${order}?exported=true&fields=${fields}`, {
      'custom-fields': { 'erp-po-no': '1' },
    });
    expect(reply).toMatchObject({ status: 200, json: { id: 2400, exported: true } });
    expect((await sandbox.coupa(order)).json['custom-fields']).toEqual({});
    expect((await sandbox.coupa('/purchase_orders?exported=false')).json).toEqual([]);
  });

  it('is taken away by a new supplier version, and by any change of people only if Support switched that on', async () => {
    const mark = async () => (await sandbox.coupa(order)).json.exported;
    await sandbox.coupaWrite('PUT', `${order}?exported=true`);
    await sandbox.admin('PUT', '/coupa/purchase-orders/2400', { 'ship-to-attention': 'Dock 3' });
    expect(await mark()).toBe(true);
    await sandbox.admin('POST', '/coupa/purchase-orders/2400/approve', { notify: false });
    expect(await mark()).toBe(false);
    await sandbox.coupaWrite('PUT', `${order}?exported=true`);
    await sandbox.admin('PUT', '/coupa/settings', { resetExportedOnEveryChange: true });
    await sandbox.coupaWrite('PUT', order, { 'ship-to-attention': 'Dock 4' });
    expect(await mark()).toBe(true);
    await sandbox.admin('PUT', '/coupa/purchase-orders/2400', { 'ship-to-attention': 'Dock 5' });
    expect(await mark()).toBe(false);
  });

  it('answers nothing when nothing is asked for', async () => {
    expect(await sandbox.coupaWrite('PUT', `${order}?exported=true&return_object=none`)).toMatchObject({
      status: 200,
      text: '',
    });
  });
});

it('lines that were removed are shown only if asked for, and cancelled', async () => {
  const { 'order-lines': lines } = (await sandbox.coupa(order)).json;
  await sandbox.admin('DELETE', `/coupa/purchase-orders/2400/lines/${lines[0].id}`);
  expect((await sandbox.coupa(order)).json['order-lines']).toEqual([]);
  expect((await sandbox.coupa('/purchase_orders?show_deleted_lines=true')).json[0]['order-lines']).toMatchObject([
    { id: lines[0].id, status: 'cancelled' },
  ]);
});

it('a line changed over the API goes to the supplier again, as a new version', async () => {
  const { 'order-lines': lines } = (await sandbox.coupa(order)).json;
  const edit = { 'order-lines': [{ id: lines[0].id, quantity: '11.0' }] };
  expect((await sandbox.coupaWrite('PATCH', order, edit)).json).toMatchObject({ version: 2, total: '45.375' });
});

describe('the integration history', () => {
  const record = {
    'document-type': 'OrderHeader',
    'document-id': 2400,
    'document-status': 'issued',
    'document-revision': 2,
    'contact-alert-type': 'Functional',
    integration: { code: 'PO_TO_M3' },
  };
  const responses = [{ 'response-code': 'WIT0103', 'response-message': 'Line 1: item X does not exist' }];

  it('keeps a success with the number in the other system', async () => {
    const { status, json } = await post('', { ...record, status: 'Success', 'external-id': '4500001' });
    expect(status).toBe(201);
    expect(json).toMatchObject({
      status: 'Success',
      resolved: true,
      'external-id': '4500001',
      'creation-method': 'api',
    });
    expect((await sandbox.coupa(order)).json['current-integration-history-records']).toMatchObject([{ id: json.id }]);
    const query = 'document_type=OrderHeader&document_id=2400&document_revision=2&external_id=4500001';
    expect((await sandbox.coupa(`/integration_history_records?${query}`)).json).toMatchObject([{ id: json.id }]);
    expect((await sandbox.coupa('/integration_history_records?external_id=4500002')).json).toEqual([]);
  });

  it('an alert mails the contacts, stays open and is resolved', async () => {
    const { id } = (await post('/create_alert', { ...record, status: 'Error', responses })).json;
    expect((await sandbox.admin('GET', '/coupa/alerts')).alerts).toMatchObject([
      {
        recordId: id,
        integration: 'PO_TO_M3',
        contactAlertType: 'Functional',
        messages: [expect.stringContaining('item X')],
      },
    ]);
    const open = async () => (await sandbox.coupa('/integration_history_records?resolved=false')).json.length;
    expect(await open()).toBe(1);
    expect((await sandbox.coupaWrite('PUT', `/integration_history_records/${id}/resolve`)).json.resolved).toBe(true);
    expect(await open()).toBe(0);
    await sandbox.coupaWrite('PUT', `/integration_history_records/${id}/unresolve`);
    expect(await open()).toBe(1);
    expect((await sandbox.admin('GET', '/coupa/history-records?document-id=2400')).records).toMatchObject([{ id }]);
  });

  it('the same request twice makes two rows: nothing guards against it', async () => {
    await post('', { ...record, status: 'Success' });
    await post('', { ...record, status: 'Success' });
    expect((await sandbox.coupa('/integration_history_records?document_id=2400')).json).toHaveLength(2);
  });

  it('can mark the order exported in the same request', async () => {
    await post('/mark_exported', { ...record, status: 'Success' });
    expect((await sandbox.coupa(order)).json.exported).toBe(true);
  });

  it.each([
    ['without a document', { 'document-id': undefined }, 'document-id'],
    ['of a document that there is not', { 'document-id': 1 }, 'document-id'],
    ['of another type', { 'document-type': 'purchase_order' }, 'document-type'],
    ['without the kind of contact', { 'contact-alert-type': undefined }, 'contact-alert-type'],
    ['with another status', { status: 'Failed' }, 'status'],
    ['of an integration that was not set up', { integration: { code: 'NOBODY' } }, 'integration'],
    ['with a number longer than 255', { 'external-id': 'x'.repeat(256) }, 'external-id'],
    ['with its own resolution', { resolved: true }, 'resolved'],
  ])('refuses a record %s', async (_, over, field) => {
    expect(await post('', { ...record, ...over })).toMatchObject({
      status: 400,
      json: { errors: { [field]: [expect.any(String)] } },
    });
  });

  it('an integration is set up over the API, once', async () => {
    const integration = {
      code: 'INVOICE_TO_M3',
      name: 'Invoices',
      'business-object': 'Invoice',
      direction: 'from_coupa',
      'end-system': 'M3',
      'end-system-type': 'erp',
    };
    expect((await sandbox.coupaWrite('POST', '/integrations', integration)).status).toBe(201);
    expect((await sandbox.coupaWrite('POST', '/integrations', integration)).status).toBe(400);
    expect((await sandbox.coupa('/integrations?code=INVOICE_TO_M3')).json).toMatchObject([integration]);
  });
});

describe('a supplier over the API', () => {
  const supplier = {
    name: 'Bolts Ltd',
    status: 'active',
    'payment-method': 'invoice',
    'invoice-matching-level': '3-way',
    'primary-address': { street1: 'Dock 3', city: 'Ghent', 'postal-code': '9000', country: { code: 'BE' } },
    'primary-contact': { 'name-given': 'An', 'name-family': 'Peeters', email: 'an@bolts.example' },
  };

  it('is created with what Coupa requires, and is unique by name and by number', async () => {
    expect((await sandbox.coupaWrite('POST', '/suppliers', { name: 'Bolts Ltd' })).json.errors).toMatchObject({
      'invoice-matching-level': ["can't be blank"],
      'primary-address.street1': ["can't be blank"],
    });
    expect((await sandbox.coupaWrite('POST', '/suppliers', supplier)).status).toBe(201);
    expect((await sandbox.coupaWrite('POST', '/suppliers', supplier)).json.errors).toEqual({
      name: ['has already been taken'],
    });
    const twin = { ...supplier, name: 'Other', number: 'Y30001' };
    expect((await sandbox.coupaWrite('POST', '/suppliers', twin)).json.errors).toEqual({
      number: ['has already been taken'],
    });
  });

  it('takes its number, and a part of its address without the rest', async () => {
    const { id } = (await sandbox.coupaWrite('POST', '/suppliers', supplier)).json;
    const edit = { number: 'Y30009', 'primary-address': { city: 'Antwerp' } };
    expect((await sandbox.coupaWrite('PUT', `/suppliers/${id}`, edit)).json).toMatchObject({
      number: 'Y30009',
      'primary-address': { street1: 'Dock 3', city: 'Antwerp' },
    });
  });
});

it('every write needs the right to write, and JSON that says that it is JSON', async () => {
  const readOnly = await sandbox.coupaToken('core.purchase_order.read core.supplier.read core.integration.read');
  expect((await sandbox.coupaWrite('PUT', order, {}, readOnly)).status).toBe(403);
  expect((await sandbox.coupaWrite('POST', '/suppliers', {}, readOnly)).status).toBe(403);
  expect((await sandbox.coupaWrite('POST', '/integration_history_records', {}, readOnly)).status).toBe(403);
  const headers = { authorization: `Bearer ${await sandbox.coupaToken()}`, accept: 'application/json' };
  expect((await sandbox.ask(`/coupa/api${order}`, { method: 'PUT', headers, body: '{}' })).status).toBe(400);
  expect((await sandbox.ask(`/coupa/api${order}`, { method: 'DELETE', headers })).status).toBe(405);
});
