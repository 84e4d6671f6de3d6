import { Ajv, type AnySchema } from 'ajv';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as shapes from '../../tests/coupa-shapes.js';
import { fullOrder, fullSupplier } from '../../tests/full-order.js';
import { SandboxClient } from '../../tests/sandbox-client.js';

let sandbox: SandboxClient;
const list = (items: object) => ({ type: 'array', minItems: 1, items });
const ajv = new Ajv({ allErrors: true });

beforeAll(async () => {
  sandbox = await SandboxClient.start();
  await sandbox.admin('POST', '/coupa/suppliers', fullSupplier);
  await sandbox.admin('POST', '/coupa/purchase-orders', fullOrder);
  await sandbox.admin('POST', '/coupa/purchase-orders/2400/approve', { notify: false });
});

afterAll(() => sandbox?.stop());

function expectShape(shape: AnySchema, answer: unknown): void {
  const validate = ajv.compile(shape);
  expect([validate(answer), validate.errors]).toEqual([true, null]);
}

const record = {
  'document-type': 'OrderHeader',
  'document-id': 2400,
  'contact-alert-type': 'Functional',
  integration: { code: 'PO_TO_M3' },
  responses: [{ 'response-code': 'WIT0103', 'response-message': 'Item X does not exist' }],
};

it('every answer about an order has the published shape, from its issue to the exported mark', async () => {
  const write = (path: string, body?: object) => sandbox.coupaWrite('PUT', `/purchase_orders/2400${path}`, body);
  expectShape(
    shapes.historyRecord,
    (await sandbox.coupaWrite('POST', '/integration_history_records/create_alert', record)).json,
  );
  expectShape(shapes.orderHeader, (await write('', { 'custom-fields': { 'erp-po-no': '4500001' } })).json);
  expectShape(shapes.orderHeader, (await write('?exported=true')).json);
  expectShape(shapes.orderHeader, (await sandbox.coupa('/purchase_orders/2400')).json);
  expectShape(
    { type: 'array', minItems: 1, items: shapes.orderHeader },
    (await sandbox.coupa('/purchase_orders')).json,
  );
});

it('a line tells where it is received and its tax detail, whole or in part', async () => {
  const part = [{ order_lines: [{ 'receiving-warehouse': ['name'] }, { order_line_tax_detail: ['ncm'] }] }];
  const { json } = await sandbox.coupa(`/purchase_orders/2400?fields=${encodeURIComponent(JSON.stringify(part))}`);
  expect(json).toEqual({
    'order-lines': [
      { 'receiving-warehouse': { name: 'W01' }, 'order-line-tax-detail': { ncm: '84821010' } },
      { 'receiving-warehouse': null, 'order-line-tax-detail': null },
    ],
  });
  const whole = (await sandbox.coupa('/purchase_orders/2400')).json['order-lines'][0];
  expect(whole).toMatchObject({ 'receiving-warehouse': { 'warehouse-type': { name: 'Stock' } } });
  const wrong = [{ quantity: '1', price: '1', 'match-type': '4-way', 'receiving-warehouse': { code: 'W01' } }];
  const order = { supplier: { id: 77 }, 'order-lines': wrong };
  expect(await sandbox.tryAdmin('POST', '/coupa/purchase-orders', order)).toMatchObject({
    status: 400,
    json: {
      errors: {
        'order-lines[0].match-type': ['must be one of direct_matching, 3-way-fifo, 3-way, 2-way, none'],
        'order-lines[0].receiving-warehouse.code': ['is no field of warehouse'],
      },
    },
  });
});

it('suppliers, integrations and history records have theirs', async () => {
  await sandbox.coupaWrite('POST', '/integration_history_records', { ...record, status: 'Success' });
  expectShape(list(shapes.supplier), (await sandbox.coupa('/suppliers')).json);
  expectShape(shapes.supplier, (await sandbox.coupaWrite('PUT', '/suppliers/77', { number: 'Y30002' })).json);
  expectShape(list(shapes.integration), (await sandbox.coupa('/integrations')).json);
  expectShape(list(shapes.historyRecord), (await sandbox.coupa('/integration_history_records')).json);
});

it('a refusal names fields and what is wrong with each', async () => {
  const refusals = [
    sandbox.coupa('/purchase_orders/1'),
    sandbox.coupa('/purchase_orders?colour=red'),
    sandbox.coupa('/suppliers', 'made up'),
    sandbox.coupaWrite('PUT', '/purchase_orders/2400', { status: 'closed' }),
    sandbox.coupaWrite('POST', '/suppliers', {}),
    sandbox.coupaWrite('POST', '/integration_history_records', {}),
  ];
  for (const { json } of await Promise.all(refusals)) expectShape(shapes.refusal, json);
});
