import type { CoupaCall } from '../coupa/coupa-door.js';
import type { CoupaStore } from '../coupa/coupa-store.js';
import { historyOf } from '../coupa/history-records.js';
import { sumOfLines } from '../coupa/order-lines.js';
import { isObject, textOf, type Json, type JsonObject } from '../json.js';
import { html, type Html } from './html.js';
import { innerTable } from './inner-table.js';
import { mark, type Standing } from './mark.js';
import { rowList, type Row } from './row-list.js';
import { shortTime } from './short-time.js';
import { coupaSupplierForm } from './coupa-supplier-form.js';

interface View {
  readonly store: CoupaStore;
  readonly calls: ReadonlyMap<string, readonly CoupaCall[]>;
  /** Goes with each form. */
  readonly token: string;
  readonly query: URLSearchParams;
  readonly now: Date;
}

const orderStandings: Readonly<Record<string, Standing>> = {
  draft: 'still',
  issued: 'good',
  closed: 'still',
  cancelled: 'bad',
  canceled: 'bad',
};

const objectOf = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
const listOf = (value: Json | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : [];

/** Custom fields that have a value, as `name: value`. */
const customFieldsOf = (document: JsonObject): string =>
  Object.entries(objectOf(document['custom-fields']))
    .filter(([, value]) => textOf(value) !== '')
    .map(([name, value]) => `${name}: ${textOf(value)}`)
    .join(', ');

const accountsOf = (line: JsonObject): string =>
  [objectOf(line['account']), ...listOf(line['account-allocations']).map((one) => objectOf(one['account']))]
    .map(({ code }) => textOf(code))
    .filter((code) => code !== '')
    .join(', ');

const showLines = (order: JsonObject): Html =>
  innerTable(
    'Lines',
    ['Line', 'What', 'Quantity#', 'Unit', 'Price#', 'Total#', 'Account'],
    listOf(order['order-lines']).map((line) => [
      textOf(line['line-num']),
      textOf(line['description']),
      textOf(line['quantity']),
      textOf(objectOf(line['uom'])['code']),
      textOf(line['price']),
      textOf(line['total']),
      accountsOf(line),
    ]),
  );

const messagesOf = (record: JsonObject): string =>
  listOf(record['responses'])
    .map((one) => `${textOf(one['response-code'])} ${textOf(one['response-message'])}`.trim())
    .join('; ');

function outcomeOf(record: JsonObject): Html {
  if (record['status'] !== 'Error') return mark('good', 'Success');
  return record['resolved'] === true ? mark('still', 'Error, resolved') : mark('bad', 'Error');
}

const showHistory = (records: readonly JsonObject[], now: Date): Html =>
  innerTable(
    'Integration history',
    ['At', 'Outcome', 'Revision', 'Number there', 'For', 'What was said'],
    records.map((record) => [
      shortTime(textOf(record['created-at']), now),
      outcomeOf(record),
      textOf(record['document-revision']),
      textOf(record['external-id']),
      textOf(record['contact-alert-type']),
      messagesOf(record),
    ]),
  );

const showCalls = (calls: readonly CoupaCall[], now: Date): Html =>
  innerTable(
    'Calls',
    ['At', 'Call', 'Answer'],
    calls
      .toReversed()
      .map(({ at, method, path, status, dropped }) => [
        shortTime(at, now),
        `${method} ${path.replace('/coupa/api', '')}`,
        dropped === undefined
          ? mark(status !== null && status < 400 ? 'good' : 'bad', String(status))
          : mark('bad', `${dropped} lost`),
      ]),
  );

function showOrder(order: JsonObject, { store, calls, now }: View): Row {
  const id = Number(order['id']);
  const status = textOf(order['status']);
  const records = historyOf(store, 'OrderHeader', id);
  const [newest] = records;
  const currency = textOf(objectOf(order['currency'])['code']);
  return {
    id: String(id),
    cells: [
      textOf(order['po-number']),
      mark(orderStandings[status] ?? 'open', status),
      textOf(store.findSupplier(objectOf(order['supplier']))?.['name']),
      `${sumOfLines(order)} ${currency}`,
      newest ? outcomeOf(newest) : '',
      shortTime(textOf(order['updated-at']), now),
    ],
    inside: html`<p>
        Revision ${textOf(order['internal-revision'])}, version ${textOf(order['version'])},
        ${order['exported'] === true ? 'exported' : 'not exported'}. ${customFieldsOf(order)}
      </p>
      ${showLines(order)} ${showHistory(records, now)} ${showCalls(calls.get(`purchase_orders/${id}`) ?? [], now)}`,
  };
}

const supplierStandings: Readonly<Record<string, Standing>> = { active: 'good', inactive: 'bad', draft: 'open' };

const addressOf = (address: JsonObject): string =>
  [
    ...['street1', 'street2', 'street3', 'street4', 'postal-code', 'city', 'state'].map((name) => address[name]),
    objectOf(address['country'])['code'],
  ]
    .map(textOf)
    .filter((part) => part !== '')
    .join(', ');

const contactOf = (contact: JsonObject): string =>
  ['name-fullname', 'email']
    .map((name) => textOf(contact[name]))
    .filter((part) => part !== '')
    .join(', ');

const showRemitTos = (supplier: JsonObject): Html =>
  innerTable(
    'Remit-to addresses',
    ['Code', 'Name', 'Address', 'Active'],
    listOf(supplier['remit-to-addresses']).map((one) => [
      textOf(one['remit-to-code']),
      textOf(one['name']),
      addressOf(one),
      one['active'] === false ? 'no' : 'yes',
    ]),
  );

/** Each with a title, and only what there is. */
function showAttributes(supplier: JsonObject): Html {
  const groups = listOf(supplier['content-groups']).map(({ name }) => textOf(name));
  const attributes = [
    ['Address', addressOf(objectOf(supplier['primary-address']))],
    ['Contact', contactOf(objectOf(supplier['primary-contact']))],
    ['Tax id', textOf(supplier['tax-id'])],
    ['Shipping terms', textOf(objectOf(supplier['shipping-term'])['code'])],
    ['Content groups', groups.join(', ')],
    ['Custom fields', customFieldsOf(supplier)],
  ].filter(([, text]) => text !== '');
  return html`<dl>
    ${attributes.map(
      ([title, text]) =>
        html`<dt>${title}</dt>
          <dd>${text}</dd>`,
    )}
  </dl>`;
}

function showSupplier(supplier: JsonObject, { store, calls, token, now }: View): Row {
  const id = textOf(supplier['id']);
  const status = textOf(supplier['status']);
  return {
    id,
    cells: [
      id,
      textOf(supplier['name']),
      textOf(supplier['number']),
      mark(supplierStandings[status] ?? 'still', status),
      textOf(objectOf(supplier['payment-term'])['code']),
      shortTime(textOf(supplier['updated-at']), now),
    ],
    inside: html`${coupaSupplierForm(supplier, token)} ${showAttributes(supplier)} ${showRemitTos(supplier)}
    ${showHistory(historyOf(store, 'Supplier', Number(id)), now)} ${showCalls(calls.get(`suppliers/${id}`) ?? [], now)}`,
  };
}

/** What Coupa holds, newest first. */
export const coupaSide = (view: View): Html => html`
  ${rowList(
    {
      id: 'coupa-orders',
      title: 'Purchase orders',
      columns: ['Number', 'Status', 'Supplier', 'Total', 'Outcome', 'Changed'],
      entries: [...view.store.orders.values()].toReversed(),
      show: (order) => showOrder(order, view),
    },
    view.query,
  )}
  ${rowList(
    {
      id: 'coupa-suppliers',
      title: 'Suppliers',
      columns: ['Id', 'Name', 'Number', 'Status', 'Terms', 'Changed'],
      entries: [...view.store.suppliers.values()].toReversed(),
      show: (supplier) => showSupplier(supplier, view),
    },
    view.query,
  )}
`;
