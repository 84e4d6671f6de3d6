import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fullOrder, fullSupplier } from '../../tests/full-order.js';
import { givenEntry } from '../../tests/given-order.js';
import { masterData } from '../../tests/master-data.js';
import { SandboxClient } from '../../tests/sandbox-client.js';
import { until } from '../../tests/until.js';

let sandbox: SandboxClient;

beforeAll(async () => {
  sandbox = await SandboxClient.start({ requestsPerSecond: 0 });
  await sandbox.admin('PUT', '/m3/master', masterData);
  await sandbox.admin('POST', '/coupa/suppliers', fullSupplier);
  await sandbox.admin('POST', '/coupa/purchase-orders', fullOrder);
});

afterAll(() => sandbox?.stop());

/** The page without the blanks of its markup. */
const see = async (query = ''): Promise<string> => (await sandbox.ask(`/${query}`)).text.replaceAll(/\s+/g, ' ');

/** The links to the pages of the first list. */
const pages = async (query: string) => /<nav class="pages".*?<\/nav>/.exec(await see(query))?.[0];

/** What a row opens to. */
async function openRow(id: string, query = ''): Promise<string> {
  const [, row = ''] = (await see(query)).split(`<details id="${id}">`);
  return row.split('</details>')[0] ?? '';
}

const send = (path: string, fields: Readonly<Record<string, string>>) =>
  sandbox.ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });

const click = async (fields: Readonly<Record<string, string>>): Promise<number> =>
  (await send('/page/faults', fields)).status;

it('shows what both hold, with nothing of it run as HTML', async () => {
  await sandbox.admin('POST', '/coupa/suppliers', { name: '<script>alert(1)</script>' });
  const page = await sandbox.ask('/');
  expect(page.headers['content-type']).toMatch(/^text\/html/);
  expect(page.text).toContain('Batch entry (PPS370)');
  expect(page.text).toContain('&lt;script&gt;alert(1)');
  expect(page.text).not.toContain('<script>');
});

it('permits itself its own script and style and nothing else', async () => {
  const { headers, text } = await sandbox.ask('/');
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  for (const element of [/<style>([^]*?)<\/style>/, /<script type="module">([^]*?)<\/script>/]) {
    const [, content = ''] = element.exec(text) ?? [];
    expect(policy).toContain(`'sha256-${createHash('sha256').update(content).digest('base64')}'`);
  }
});

it('an order of Coupa opens to its lines, its history and its calls', async () => {
  await sandbox.coupa('/purchase_orders/2400');
  const row = await openRow('coupa-orders-2400');
  expect(row).toContain('1241.25 EUR');
  expect(row).toMatch(/<td class="number">4\.125000<\/td>\s*<td class="number">41\.25<\/td>/);
  expect(row).toContain('100-6120, 100-6130');
  expect(row).toContain('GET /purchase_orders/2400');
  expect(row).toContain('Integration history');
});

it('an order of M3 opens to its lines and the calls that made it, each once', async () => {
  const { MSGN, PUNO } = await givenEntry(sandbox, { head: { YRE1: 'PO-2400' }, lines: [{ PITD: 'Bearing <6204>' }] });
  await sandbox.run('PPS370MI', 'FinishEntry', { MSGN });
  await until(async () => (await sandbox.admin('GET', `/m3/orders?puno=${PUNO}`)).orders[0]);
  const row = await openRow(`m3-orders-100-${PUNO}`);
  expect(row).toContain('41.25 EUR');
  expect(row).toContain('Bearing &lt;6204&gt;');
  const calls = [...row.matchAll(/PPS370MI (\w+)/g)].map(([, name]) => name);
  expect(calls).toEqual(['FinishEntry', 'AddLine', 'AddHead']);
});

it('a batch entry opens to what M3 found wrong in it', async () => {
  const { MSGN } = await givenEntry(sandbox, { lines: [{ ITNO: 'NOTHING' }] });
  await sandbox.run('PPS370MI', 'FinishEntry', { MSGN });
  await until(async () => {
    const { entries } = await sandbox.admin('GET', '/m3/entries');
    return entries.find((one: { msgn: string; status: string }) => one.msgn === MSGN && one.status === '23');
  });
  const row = await openRow(`m3-entries-${MSGN}`);
  expect(row).toContain('23 errors');
  expect(row).toContain('WIT0103 Item NOTHING does not exist');
});

it('times are short, and whole in their titles', async () => {
  expect(await openRow('coupa-orders-2400')).toMatch(
    /<time datetime="(\d{4}-\d{2}-\d{2}T(\d{2}:\d{2}:\d{2})\.\d{3}Z)" title="\1">\2<\/time>/,
  );
});

it('long lists come in pages', async () => {
  for (let id = 3000; id < 3020; id += 1) {
    await sandbox.admin('POST', '/coupa/purchase-orders', { id, supplier: { id: 77 }, 'order-lines': [] });
  }
  expect(await openRow('coupa-orders-3019')).not.toBe('');
  expect(await openRow('coupa-orders-3000')).toBe('');
  expect(await openRow('coupa-orders-3000', '?coupa-orders=2')).not.toBe('');
  expect(await pages('?coupa-orders=2')).toMatch(/href="\?#coupa-orders">newer<\/a> <span>page 2 of 2<\/span>/);
  expect(await pages('?coupa-orders=99')).toContain('page 2 of 2');
});

const tokenOf = async (): Promise<string> => /name="token" value="([^"]+)"/.exec(await see())?.[1] ?? '';
const postedFaults = async (): Promise<any[]> => (await sandbox.admin('GET', '/faults')).faults;

/** A button of the page as it is read: whether it is pressed, and its words. */
async function button(id: string): Promise<{ pressed: boolean; text: string }> {
  const [, found = ''] = (await see()).split(`<button id="fault-${id}"`);
  const [head = '', ...content] = (found.split('</button>')[0] ?? '').split('>');
  const text = content.join('>').replaceAll(/<[^>]+>/g, '');
  return { pressed: head.includes('aria-pressed="true"'), text: text.replaceAll(/\s+/g, ' ').trim() };
}

describe('a supplier of Coupa', () => {
  it('opens to its address, its contact, its remit-to addresses, its custom fields, its history and its calls', async () => {
    await sandbox.admin('PUT', '/coupa/suppliers/77', {
      'custom-fields': { 'vendor-group': '10' },
      'remit-to-addresses': [{ 'remit-to-code': 'MAIN', street1: 'Kaai 9', city: 'Ghent', country: { code: 'BE' } }],
    });
    const record = {
      'document-type': 'Supplier',
      'document-id': 77,
      'contact-alert-type': 'Both',
      'external-id': 'Y30001',
    };
    await sandbox.coupaWrite('POST', '/integration_history_records', record);
    await sandbox.coupa('/suppliers/77');
    const row = await openRow('coupa-suppliers-77');
    for (const text of [
      'Kaai 1, 2000, Antwerp, BE',
      'An Peeters, an@acme.example',
      'vendor-group: 10',
      'Kaai 9, Ghent, BE',
    ]) {
      expect(row).toContain(text);
    }
    expect(row).toMatch(/<span>Y30001<\/span>.*<span>Net 30<\/span>/);
    expect(row).toContain('Success');
    expect(row).toContain('GET /suppliers/77');
  });

  it('is changed by its form, with a notice if that is ticked', async () => {
    const [before] = (await sandbox.admin('GET', '/coupa/suppliers?number=Y30001')).suppliers;
    const form = { token: await tokenOf(), name: 'Acme Bearings BV', 'payment-term': 'Net 60', status: 'inactive' };
    expect((await send('/page/coupa-suppliers/77', form)).status).toBe(303);
    expect(await sandbox.admin('GET', '/coupa/suppliers/77')).toMatchObject({
      name: 'Acme Bearings BV',
      'payment-term': { code: 'Net 60' },
      status: 'inactive',
      number: before.number,
      'primary-address': before['primary-address'],
    });
    expect((await sandbox.admin('GET', '/coupa/webhooks')).deliveries).toEqual([]);
    await send('/page/coupa-suppliers/77', { ...form, 'payment-term': '', status: 'active', notify: 'true' });
    expect((await sandbox.admin('GET', '/coupa/suppliers/77'))['payment-term']).toBe(null);
    expect((await sandbox.admin('GET', '/coupa/webhooks')).deliveries).toMatchObject([
      { eventType: 'supplier.updated', document: { type: 'supplier', id: 77 } },
    ]);
  });

  it('is not changed to what Coupa would not take, and the form says why', async () => {
    const form = { token: await tokenOf(), name: '', 'payment-term': '', status: 'gone' };
    const refused = await send('/page/coupa-suppliers/77', form);
    expect(refused.status).toBe(400);
    expect(refused.json.error).toBe("name can't be blank; status must be one of active, inactive, draft");
    expect((await send('/page/coupa-suppliers/9999', form)).status).toBe(404);
    expect((await send('/page/coupa-suppliers/77', { ...form, token: 'guess' })).status).toBe(403);
    expect((await sandbox.admin('GET', '/coupa/suppliers/77')).status).toBe('active');
  });
});

describe('a supplier of M3', () => {
  it('opens to its addresses, references, calls and bank accounts, of which nobody sees the number', async () => {
    const account = { DIVI: 'AAA', BKTP: '3', ACHO: 'Y30001', BKIN: '01', BKID: 'EUR01', CBPY: '1', STAT: '20' };
    const IBAN = 'BE71096123456769';
    await sandbox.run('CRS692MI', 'AddBankAccount', { ...account, BANA: 'Acme', LNCD: 'GB', IBAN });
    await sandbox.run('CRS620MI', 'AddSupplierRef', { SUNO: 'Y30001', RFTY: '10', RFID: 'A', YRE1: 'Ann <Peeters>' });
    const row = await openRow('m3-suppliers-100-Y30001');
    for (const text of ['20 definite', 'N30', 'Dock 3', 'Ann &lt;Peeters&gt;', 'CRS620MI AddSupplierRef', '…6769']) {
      expect(row).toContain(text);
    }
    expect(await see()).not.toContain(IBAN);
  });

  it('is changed by its form, which says what M3 refuses', async () => {
    const form = { token: await tokenOf(), SUNM: 'Acme by hand', TEPY: 'N30', STAT: '90' };
    expect((await send('/page/m3-suppliers/100/Y30001', form)).status).toBe(303);
    const { records } = await sandbox.run('CRS620MI', 'GetBasicData', { SUNO: 'Y30001' });
    expect(records).toMatchObject([{ SUNM: 'Acme by hand', STAT: '90', CUCD: 'EUR' }]);
    const refused = await send('/page/m3-suppliers/100/Y30001', { ...form, TEPY: 'N99' });
    expect(refused).toMatchObject({ status: 400, json: { error: 'TEPY: Payment terms N99 do not exist' } });
    expect((await send('/page/m3-suppliers/100/Y30001', { ...form, SUNM: '' })).json.error).toContain('SUNM');
    expect((await send('/page/m3-suppliers/100/NOTHING', form)).status).toBe(400);
    expect((await send('/page/m3-suppliers/100/Y30001', { ...form, token: 'guess' })).status).toBe(403);
    await send('/page/m3-suppliers/100/Y30001', { ...form, STAT: '20' });
  });
});

describe('faults', () => {
  it('go on and off by a click on the page', async () => {
    const token = await tokenOf();
    expect(await click({ token, toggle: 'm3-away' })).toBe(303);
    expect(await postedFaults()).toMatchObject([{ system: 'm3', kind: 'status', status: 503 }]);
    expect((await sandbox.single('MNS150MI/GetUserData')).status).toBe(503);
    expect(await button('toggle-m3-away')).toEqual({ pressed: true, text: 'M3 is away: 503 on, struck once' });
    await click({ token, toggle: 'm3-away' });
    expect(await postedFaults()).toEqual([]);
    expect(await button('toggle-m3-away')).toEqual({ pressed: false, text: 'M3 is away: 503' });
  });

  it('that are spent are ordered anew by a click', async () => {
    const token = await tokenOf();
    await click({ token, toggle: 'm3-refuse' });
    const head = { MSGN: '1', FACI: 'F01', WHLO: 'W01', SUNO: 'Y30001', DWDT: '20270320' };
    expect((await sandbox.run('PPS370MI', 'AddHead', head)).errorCode).toBe('WSU0101');
    const spent = { pressed: false, text: 'M3 refuses the next AddHead has struck once' };
    expect(await button('toggle-m3-refuse')).toEqual(spent);
    await click({ token, toggle: 'm3-refuse' });
    expect(await postedFaults()).toMatchObject([{ kind: 'nok', hits: 0 }]);
    await click({ token, toggle: 'm3-refuse' });
  });

  it('that were ordered over the admin API are shown, and taken back by a click', async () => {
    const { id } = await sandbox.admin('POST', '/faults', { system: 'm3', kind: 'drop-answer', contains: '<b>' });
    expect((await button(`remove-${id}`)).text).toBe('m3 drop-answer {&quot;contains&quot;:&quot;&lt;b&gt;&quot;} on');
    await click({ token: await tokenOf(), remove: id });
    expect(await postedFaults()).toEqual([]);
  });

  it('are not put on by another page', async () => {
    expect(await click({ toggle: 'm3-away' })).toBe(403);
    expect(await click({ token: 'guess', toggle: 'm3-away' })).toBe(403);
    expect(await postedFaults()).toEqual([]);
  });
});
