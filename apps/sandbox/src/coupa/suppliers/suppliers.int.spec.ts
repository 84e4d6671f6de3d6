import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SandboxClient } from '../../../tests/sandbox-client.js';

let sandbox: SandboxClient;

const post = (body: object) => sandbox.coupaWrite('POST', '/suppliers', body);
const put = (id: number, body: object) => sandbox.coupaWrite('PUT', `/suppliers/${id}`, body);
const find = async (query: string): Promise<any[]> => (await sandbox.coupa(`/suppliers?${query}`)).json;
const problems = async (reply: Promise<{ status: number; json: any }>): Promise<object> => {
  const { status, json } = await reply;
  return { status, ...json.errors };
};
const blank = ["can't be blank"];

const bolts = {
  name: 'Bolts Ltd',
  status: 'active',
  'payment-method': 'invoice',
  'invoice-matching-level': '3-way',
  'payment-term': { code: 'Net 30' },
  'shipping-term': { code: 'DAP' },
  'content-groups': [{ name: 'Belgium' }],
  'primary-address': { street1: 'Dock 3', city: 'Ghent', 'postal-code': '9000', country: { code: 'BE' } },
  'primary-contact': { 'name-given': 'An', 'name-family': 'Peeters', email: 'an@bolts.example' },
};

const remitTo = {
  'remit-to-code': 'MAIN',
  name: 'Bolts Finance',
  street1: 'Kaai 1',
  city: 'Antwerp',
  'postal-code': '2000',
  country: { code: 'BE' },
};

beforeEach(async () => {
  sandbox = await SandboxClient.start({ requestsPerSecond: 0 });
  const put = (name: string, documents: readonly object[]) =>
    sandbox.admin('PUT', `/coupa/reference-data/${name}`, documents);
  await put('payment_terms', [
    { id: 3, code: 'Net 30', 'days-for-net-payment': 30 },
    { id: 4, code: 'Net 60', 'days-for-net-payment': 60 },
  ]);
  await put('shipping_terms', [{ id: 5, code: 'DAP' }]);
  await put('business_groups', [
    { id: 6, name: 'Belgium' },
    { id: 7, name: 'France' },
  ]);
});

afterEach(() => sandbox?.stop());

describe('a supplier that an integration creates', () => {
  it('is shown with what it refers to, and its address and contact with ids of their own', async () => {
    const { status, json } = await post(bolts);
    expect(status).toBe(201);
    expect(json).toMatchObject({
      ...bolts,
      'payment-term': { id: 3, code: 'Net 30', 'days-for-net-payment': 30 },
      'payment-term-id': 3,
      'shipping-term': { id: 5 },
      'content-groups': [{ id: 6, name: 'Belgium' }],
      'primary-address': { id: expect.any(Number), country: { code: 'BE', name: 'Belgium' } },
      'primary-contact': { id: expect.any(Number), 'name-fullname': 'An Peeters' },
    });
    expect((await sandbox.coupa(`/suppliers/${json.id}`)).json).toEqual(json);
  });

  it('is a draft unless it says otherwise', async () => {
    const { status: _, ...draft } = bolts;
    expect((await post(draft)).json.status).toBe('draft');
  });

  it('is refused with all that is missing at once', async () => {
    expect(await problems(post({}))).toEqual({
      status: 400,
      name: blank,
      'payment-method': blank,
      'invoice-matching-level': blank,
      'primary-contact': blank,
      'primary-address.street1': blank,
      'primary-address.city': blank,
      'primary-address.postal-code': blank,
      'primary-address.country': blank,
    });
    expect(await find('')).toEqual([]);
  });

  it('is unique by its name and by its number, and both are said', async () => {
    await sandbox.admin('POST', '/coupa/suppliers', { name: 'Bolts Ltd', number: 'Y30001' });
    const taken = ['has already been taken'];
    expect(await problems(post({ ...bolts, number: 'Y30001' }))).toEqual({ status: 400, name: taken, number: taken });
    await sandbox.admin('POST', '/coupa/suppliers', { name: 'No number yet', number: '' });
    expect((await post({ ...bolts, name: 'Nor has this one', number: '' })).status).toBe(201);
  });

  it.each([
    ['a name longer than 100', { name: 'x'.repeat(101) }, 'name'],
    ['a number longer than 255', { number: '1'.repeat(256) }, 'number'],
    ['a name of blanks', { name: '  ' }, 'name'],
    ['another status', { status: 'blocked' }, 'status'],
    ['another payment method', { 'payment-method': 'cash' }, 'payment-method'],
    ['another matching level', { 'invoice-matching-level': '4-way' }, 'invoice-matching-level'],
    ['another way to send orders', { 'po-method': 'fax' }, 'po-method'],
    ['a payment term that there is not', { 'payment-term': { code: 'Net 31' } }, 'payment-term'],
    ['a payment term by an id that there is not', { 'payment-term': undefined, 'payment-term-id': 99 }, 'payment-term'],
    ['two payment terms', { 'payment-term-id': 4 }, 'payment-term-id'],
    ['a payment term without its code', { 'payment-term': { description: '30 days' } }, 'payment-term'],
    ['a shipping term that there is not', { 'shipping-term': { code: 'EXW' } }, 'shipping-term'],
    ['a content group that there is not', { 'content-groups': [{ name: 'Spain' }] }, 'content-groups[0]'],
    ['a parent that there is not', { parent: { number: 'Y1' } }, 'parent'],
    [
      'a country that there is not',
      { 'primary-address': { ...bolts['primary-address'], country: { code: 'XX' } } },
      'primary-address.country',
    ],
    ['the id of an address', { 'primary-address': { ...bolts['primary-address'], id: 1 } }, 'primary-address.id'],
    ['an id', { id: 7 }, 'id'],
    ['its times', { 'updated-at': '2027-01-01T00:00:00Z' }, 'updated-at'],
    ['the secret of Coupa Connect', { 'coupa-connect-secret': 'x' }, 'coupa-connect-secret'],
    [
      'the full name of its contact',
      { 'primary-contact': { 'name-fullname': 'An Peeters' } },
      'primary-contact.name-fullname',
    ],
    ['the exported mark that suppliers do not have', { exported: true }, 'exported'],
    ['a name in camel case', { displayName: 'Bolts' }, 'displayName'],
    ['custom fields that are no object', { 'custom-fields': 'none' }, 'custom-fields'],
    [
      'a remit-to address without a code',
      { 'remit-to-addresses': [{ ...remitTo, 'remit-to-code': '' }] },
      'remit-to-addresses[0].remit-to-code',
    ],
    [
      'two remit-to addresses of one code',
      { 'remit-to-addresses': [remitTo, remitTo] },
      'remit-to-addresses.remit-to-code',
    ],
  ])('is refused with %s', async (_, over, field) => {
    expect(await post({ ...bolts, ...over })).toMatchObject({
      status: 400,
      json: { errors: { [field]: [expect.any(String)] } },
    });
    expect(await find('')).toEqual([]);
  });

  it('has its custom fields where this Coupa has them, and there only', async () => {
    await sandbox.admin('PUT', '/coupa/settings', {
      topLevelCustomFields: ['erp-id'],
      customFields: ['erp-id', 'vendor-group'],
    });
    expect(await problems(post({ ...bolts, 'custom-fields': { 'erp-id': '1', colour: 'red' } }))).toEqual({
      status: 400,
      'custom-fields.erp-id': ['is no custom field'],
      'custom-fields.colour': ['is no custom field'],
    });
    const { json } = await post({ ...bolts, 'erp-id': '1', 'custom-fields': { 'vendor-group': '10' } });
    expect(json).toMatchObject({ 'erp-id': '1', 'custom-fields': { 'vendor-group': '10' } });
    const change = (await put(json.id, { 'erp-id': '2' })).json;
    expect(change).toMatchObject({ 'erp-id': '2', 'custom-fields': { 'vendor-group': '10' } });
  });
});

describe('a change of a supplier over the API', () => {
  let id: number;

  beforeEach(async () => {
    ({ id } = (await post({ ...bolts, 'remit-to-addresses': [remitTo] })).json);
  });

  it('edits the attributes of the primary address and contact, and cannot swap them', async () => {
    const before = (await sandbox.coupa(`/suppliers/${id}`)).json;
    const { json } = await put(id, {
      'primary-address': { id: before['primary-address'].id, city: 'Antwerp' },
      'primary-contact': { 'name-family': 'Maes' },
    });
    expect(json).toMatchObject({
      'primary-address': { ...before['primary-address'], city: 'Antwerp', 'updated-at': expect.any(String) },
      'primary-contact': { id: before['primary-contact'].id, 'name-fullname': 'An Maes', email: 'an@bolts.example' },
    });
    expect(await problems(put(id, { 'primary-address': { id: 999, city: 'Bruges' } }))).toMatchObject({
      'primary-address.id': [expect.stringContaining('cannot be swapped')],
    });
    expect(await problems(put(id, { 'primary-contact': null }))).toMatchObject({ 'primary-contact': blank });
  });

  it('names what it refers to by id or code, and lets go of it by null', async () => {
    expect((await put(id, { 'payment-term': { id: 4 } })).json['payment-term'].code).toBe('Net 60');
    expect((await put(id, { 'payment-term': { id: 3, code: 'Net 60' } })).json['payment-term'].code).toBe('Net 30');
    expect((await put(id, { 'payment-term': { id: null, code: 'Net 60' } })).json['payment-term'].id).toBe(4);
    expect((await put(id, { 'payment-term-id': 3 })).json['payment-term'].code).toBe('Net 30');
    expect((await put(id, { 'payment-term': null })).json['payment-term']).toBe(null);
    const moved = (await put(id, { 'content-groups': [{ id: 7 }] })).json;
    expect(moved['content-groups']).toMatchObject([{ name: 'France' }]);
    expect((await put(id, { parent: { name: 'Nobody' } })).status).toBe(400);
  });

  it('cannot empty what is required, and may empty the rest', async () => {
    const emptied = { name: '', 'payment-method': null, 'primary-address': { city: '' } };
    expect(await problems(put(id, emptied))).toEqual({
      status: 400,
      name: blank,
      'payment-method': blank,
      'primary-address.city': blank,
    });
    expect((await put(id, { 'tax-id': null, 'primary-contact': { email: '' } })).status).toBe(200);
  });

  it('raises updated-at only if it changes something', async () => {
    const old = '2027-01-01T00:00:00+00:00';
    const draft = { name: 'Nuts Ltd', number: 'Y30002', 'updated-at': old, 'payment-term': { code: 'Net 30' } };
    const nuts = await sandbox.admin('POST', '/coupa/suppliers', draft);
    const same = { number: 'Y30002', 'payment-term': { code: 'Net 30' }, 'tax-id': null };
    expect((await put(nuts.id, same)).json['updated-at']).toBe(old);
    expect((await put(nuts.id, { number: 'Y30003' })).json['updated-at']).not.toBe(old);
  });

  it('keeps the remit-to addresses that it does not name, and edits those that it names by id', async () => {
    const [known] = (await sandbox.coupa(`/suppliers/${id}`)).json['remit-to-addresses'];
    const list = [
      { id: known.id, city: 'Bruges' },
      { ...remitTo, 'remit-to-code': 'SECOND' },
    ];
    expect((await put(id, { 'remit-to-addresses': list })).json['remit-to-addresses']).toMatchObject([
      { id: known.id, 'remit-to-code': 'MAIN', city: 'Bruges', active: true },
      { 'remit-to-code': 'SECOND', city: 'Antwerp' },
    ]);
    expect(await problems(put(id, { 'remit-to-addresses': [{ id: 999, city: 'Bruges' }] }))).toMatchObject({
      'remit-to-addresses[0].id': [expect.any(String)],
    });
  });

  it('of a supplier that there is not is a 404, and PATCH is taken as PUT is', async () => {
    expect((await put(9_999, { number: 'Y1' })).status).toBe(404);
    expect((await sandbox.coupaWrite('PATCH', `/suppliers/${id}`, { number: 'Y30001' })).json.number).toBe('Y30001');
  });
});

describe('the remit-to addresses of a supplier', () => {
  let path: string;

  beforeEach(async () => {
    const { id } = (await post(bolts)).json;
    path = `/suppliers/${id}/addresses`;
  });

  it('are added, read and changed under it', async () => {
    const { status, json } = await sandbox.coupaWrite('POST', path, remitTo);
    expect(status).toBe(201);
    expect(json).toMatchObject({ ...remitTo, active: true, country: { name: 'Belgium' } });
    const one = `${path}/${json.id}`;
    expect((await sandbox.coupaWrite('PUT', one, { active: false })).json).toMatchObject({ ...remitTo, active: false });
    await sandbox.coupaWrite('POST', path, { ...remitTo, 'remit-to-code': 'SECOND' });
    expect((await sandbox.coupa(`${path}?remit_to_code=SECOND&fields=${encodeURIComponent('["city"]')}`)).json).toEqual(
      [{ city: 'Antwerp' }],
    );
    expect((await sandbox.coupa(one)).json).toMatchObject({ id: json.id, active: false });
  });

  it('have codes that are unique within the supplier, not beyond it', async () => {
    await sandbox.coupaWrite('POST', path, remitTo);
    expect(await problems(sandbox.coupaWrite('POST', path, remitTo))).toEqual({
      status: 400,
      'remit-to-code': ['MAIN has already been taken'],
    });
    const other = (await post({ ...bolts, name: 'Nuts Ltd' })).json.id;
    expect((await sandbox.coupaWrite('POST', `/suppliers/${other}/addresses`, remitTo)).status).toBe(201);
  });

  it('are refused by the names of their own fields', async () => {
    expect(
      await problems(sandbox.coupaWrite('POST', path, { city: 'Ghent', country: { code: 'XX' }, colour: 1 })),
    ).toEqual({ status: 400, colour: [expect.any(String)] });
    expect(await problems(sandbox.coupaWrite('POST', path, { city: 'Ghent', country: { code: 'XX' } }))).toEqual({
      status: 400,
      'remit-to-code': blank,
      street1: blank,
      'postal-code': blank,
      country: ['XX does not exist'],
    });
    expect((await sandbox.coupaWrite('POST', path, { ...remitTo, id: 1 })).status).toBe(400);
  });

  it('that there are not are a 404, and writing needs the right to write', async () => {
    expect((await sandbox.coupa('/suppliers/9999/addresses')).status).toBe(404);
    expect((await sandbox.coupa(`${path}/9999`)).status).toBe(404);
    expect((await sandbox.coupaWrite('PUT', `${path}/9999`, { city: 'Ghent' })).status).toBe(404);
    const readOnly = await sandbox.coupaToken('core.supplier.read');
    expect((await sandbox.coupaWrite('POST', path, remitTo, readOnly)).status).toBe(403);
    expect((await sandbox.coupa(path, readOnly)).json).toEqual([]);
  });
});

describe('suppliers are found', () => {
  beforeEach(async () => {
    const suppliers = [
      { id: 201, name: 'Acme', number: 'Y1', status: 'active', 'updated-at': '2027-01-03T00:00:00+00:00' },
      { id: 202, name: 'Bolts', status: 'inactive', 'updated-at': '2027-01-02T00:00:00+00:00' },
      { id: 203, name: 'Cables', status: 'active', 'updated-at': '2027-01-01T00:00:00+00:00' },
    ];
    for (const one of suppliers) await sandbox.admin('POST', '/coupa/suppliers', one);
  });

  it.each([
    ['number=Y1', ['Acme']],
    ['name=Bolts', ['Bolts']],
    ['number[blank]=true', ['Bolts', 'Cables']],
    ['id[gt]=201&order_by=id&limit=1', ['Bolts']],
    ['status=active&offset=1', ['Cables']],
    ['updated_at[gt]=2027-01-01T00:00:00Z&order_by=updated_at', ['Bolts', 'Acme']],
    [
      'updated-at[gt_or_eq]=2027-01-01T00%3A00%3A00%2B00%3A00&order_by=updated_at&dir=desc',
      ['Acme', 'Bolts', 'Cables'],
    ],
    ['number=Y9', []],
  ])('by %s', async (query, expected) => {
    expect((await find(query)).map(({ name }) => name)).toEqual(expected);
  });

  it('by what is inside them, with the fields asked for of their lists', async () => {
    await post({ ...bolts, 'remit-to-addresses': [remitTo] });
    const fields = encodeURIComponent(
      '["name",{"payment_term":["code"]},{"remit_to_addresses":["remit_to_code",{"country":["code"]}]}]',
    );
    expect(await find(`remit_to_addresses[remit_to_code]=MAIN&payment_term[code]=Net+30&fields=${fields}`)).toEqual([
      {
        name: 'Bolts Ltd',
        'payment-term': { code: 'Net 30' },
        'remit-to-addresses': [{ 'remit-to-code': 'MAIN', country: { code: 'BE' } }],
      },
    ]);
  });
});

it('what suppliers refer to is read over the API; Coupa has no resource for countries', async () => {
  expect((await sandbox.coupa('/payment_terms?code=Net+60')).json).toMatchObject([{ id: 4 }]);
  expect((await sandbox.coupa('/shipping_terms')).json).toMatchObject([{ code: 'DAP' }]);
  expect((await sandbox.coupa('/business_groups?name=France')).json).toMatchObject([{ id: 7 }]);
  expect((await sandbox.coupa('/countries')).status).toBe(404);
});

describe('the integration history of a supplier', () => {
  const record = {
    'document-type': 'Supplier',
    'contact-alert-type': 'Functional',
    status: 'Error',
    integration: { code: 'SUPPLIER_TO_M3' },
    responses: [{ 'response-code': 'WCS0103', 'response-message': 'Country XX does not exist' }],
  };

  it('is kept as that of an order, and resolved', async () => {
    const { id } = (await post(bolts)).json;
    const path = '/integration_history_records';
    const made = await sandbox.coupaWrite('POST', `${path}/create_alert`, { ...record, 'document-id': id });
    expect(made).toMatchObject({ status: 201, json: { 'document-type': 'Supplier', resolved: false } });
    const query = `${path}?document_type=Supplier&document_id=${id}&resolved=false`;
    expect((await sandbox.coupa(query)).json).toMatchObject([{ id: made.json.id }]);
    await sandbox.coupaWrite('PUT', `${path}/${made.json.id}/resolve`);
    expect((await sandbox.coupa(query)).json).toEqual([]);
    expect((await sandbox.coupaWrite('POST', path, { ...record, 'document-id': 9_999 })).status).toBe(400);
  });
});

describe('a person in Coupa', () => {
  it('begins with less than the API demands, and may name what is not set up here', async () => {
    const draft = await sandbox.admin('POST', '/coupa/suppliers', {
      name: 'Draft',
      'payment-term': { code: 'Net 45' },
    });
    expect(draft).toMatchObject({ status: 'draft', 'payment-term': { code: 'Net 45' } });
    const edit = { 'payment-term': { code: 'Net 60' }, 'primary-address': { city: 'Ghent' } };
    expect(await sandbox.admin('PUT', `/coupa/suppliers/${draft.id}`, edit)).toMatchObject({
      'payment-term': { id: 4 },
      'primary-address': { city: 'Ghent' },
    });
    const copied = { 'payment-term': { id: 4, code: 'Net 75' }, 'shipping-term': { id: 99, code: 'DAP' } };
    expect(await sandbox.admin('PUT', `/coupa/suppliers/${draft.id}`, copied)).toMatchObject({
      'payment-term': { id: 4, code: 'Net 75' },
      'shipping-term': { id: 5, code: 'DAP' },
    });
    expect((await sandbox.tryAdmin('POST', '/coupa/suppliers', { name: 'Draft' })).status).toBe(400);
    expect((await sandbox.tryAdmin('POST', '/coupa/suppliers', { name: 'Other', status: 'new' })).status).toBe(400);
  });

  it('lists suppliers by name, number and status', async () => {
    const { id } = await sandbox.admin('POST', '/coupa/suppliers', { name: 'Acme', number: 'Y1', status: 'active' });
    await sandbox.admin('POST', '/coupa/suppliers', { name: 'Draft' });
    expect((await sandbox.admin('GET', '/coupa/suppliers')).suppliers).toHaveLength(2);
    expect((await sandbox.admin('GET', '/coupa/suppliers?number=Y1&status=active')).suppliers).toMatchObject([{ id }]);
    expect(await sandbox.admin('GET', `/coupa/suppliers/${id}`)).toMatchObject({ name: 'Acme' });
    expect((await sandbox.tryAdmin('GET', '/coupa/suppliers/9999')).status).toBe(404);
    expect((await sandbox.tryAdmin('GET', '/coupa/suppliers?colour=red')).status).toBe(400);
  });

  it('has thousands at once, all different, some with a number', async () => {
    const fill = { count: 2_000, from: 500, numbered: 0.25, supplier: { 'payment-term': { code: 'Net 30' } } };
    const { count, firstId, lastId } = await sandbox.admin('POST', '/coupa/suppliers/fill', fill);
    expect({ count, ids: lastId - firstId }).toEqual({ count: 2_000, ids: 1_999 });
    const { suppliers } = await sandbox.admin('GET', '/coupa/suppliers');
    expect(new Set(suppliers.map(({ name }: { name: string }) => name)).size).toBe(2_000);
    const numbers = suppliers.flatMap(({ number }: { number?: string }) => number ?? []);
    expect(new Set(numbers).size).toBe(500);
    expect(await find(`number=${numbers[0]}`)).toMatchObject([{ 'payment-term': { id: 3 }, status: 'active' }]);
    const again = await sandbox.tryAdmin('POST', '/coupa/suppliers/fill', { count: 2, from: 2_499 });
    expect(again).toMatchObject({ status: 400, json: { errors: { from: [expect.stringContaining('2499')] } } });
    expect((await sandbox.admin('GET', '/coupa/suppliers')).suppliers).toHaveLength(2_000);
    expect(
      (await sandbox.tryAdmin('POST', '/coupa/suppliers/fill', { count: 1, supplier: { name: 'x' } })).status,
    ).toBe(400);
  });
});
