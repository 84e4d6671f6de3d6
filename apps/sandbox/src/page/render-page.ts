import type { CoupaStore } from '../coupa/coupa-store.js';
import { textOf, type Json, type JsonObject } from '../json.js';
import type { M3World } from '../m3/m3-world.js';
import type { Order } from '../m3/orders/order.js';
import { style } from './style.js';

/** A cell: text, text with a mark that tells whether it is well, or nothing. */
type Cell = Json | undefined | { readonly mark: Mark; readonly text: string };
type Mark = 'good' | 'open' | 'bad' | 'still';

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const isMarked = (cell: Cell): cell is { readonly mark: Mark; readonly text: string } =>
  typeof cell === 'object' && cell !== null && 'mark' in cell;

const showCell = (cell: Cell): string =>
  isMarked(cell) ? `<span class="mark ${textOf(cell.mark)}">${escape(textOf(cell.text))}</span>` : escape(textOf(cell));

/** Long lists show their newest rows: the admin API has them all. */
const ROWS_MAX = 200;

function table(title: string, columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const head = `<h3>${escape(title)} <small>${rows.length}</small></h3>`;
  if (rows.length === 0) return `${head}<p class="nothing">none yet</p>`;
  const header = `<thead><tr>${columns.map((name) => `<th scope="col">${escape(name)}</th>`).join('')}</tr></thead>`;
  const shown = rows.slice(0, ROWS_MAX);
  const body = shown.map((row) => `<tr>${row.map((cell) => `<td>${showCell(cell)}</td>`).join('')}</tr>`).join('');
  const more = rows.length > ROWS_MAX ? `<p class="nothing">and ${rows.length - ROWS_MAX} older ones</p>` : '';
  return `${head}<div class="scroll"><table>${header}<tbody>${body}</tbody></table></div>${more}`;
}

const lineCount = (lines: unknown): number => (Array.isArray(lines) ? lines.length : 0);

const orderMarks: Readonly<Record<string, Mark>> = {
  draft: 'still',
  issued: 'good',
  closed: 'still',
  cancelled: 'bad',
  canceled: 'bad',
};

/** Custom fields that have a value, as `name: value`. */
const customFieldsOf = (order: JsonObject): string =>
  Object.entries((order['custom-fields'] ?? {}) as JsonObject)
    .filter(([, value]) => textOf(value) !== '')
    .map(([name, value]) => `${name}: ${textOf(value)}`)
    .join(', ');

function coupaOrders(coupa: CoupaStore): string {
  const supplierOf = (order: JsonObject): Cell => coupa.findSupplier((order['supplier'] ?? {}) as JsonObject)?.['name'];
  return table(
    'Purchase orders',
    ['Number', 'Status', 'Supplier', 'Lines', 'Revision', 'Exported', 'Custom fields', 'Changed'],
    [...coupa.orders.values()].toReversed().map((order) => {
      const status = textOf(order['status']);
      return [
        order['po-number'],
        { mark: orderMarks[status] ?? 'open', text: status },
        supplierOf(order),
        lineCount(order['order-lines']),
        order['internal-revision'],
        order['exported'] === true ? { mark: 'good', text: 'yes' } : 'no',
        customFieldsOf(order),
        order['updated-at'],
      ];
    }),
  );
}

const messagesOf = (record: JsonObject): string =>
  (Array.isArray(record['responses']) ? (record['responses'] as readonly JsonObject[]) : [])
    .map((one) => `${textOf(one['response-code'])} ${textOf(one['response-message'])}`.trim())
    .join('; ');

function historyRecords(coupa: CoupaStore): string {
  return table(
    'Integration history',
    ['Document', 'Outcome', 'Revision', 'Number there', 'For', 'What was said', 'At'],
    [...coupa.historyRecords.values()].toReversed().map((record) => {
      const isError = record['status'] === 'Error';
      const outcome = isError ? (record['resolved'] === true ? 'Error, resolved' : 'Error') : 'Success';
      return [
        `${textOf(record['document-type'])} ${textOf(record['document-id'])}`,
        { mark: isError ? (record['resolved'] === true ? 'still' : 'bad') : 'good', text: outcome },
        record['document-revision'],
        record['external-id'],
        record['contact-alert-type'],
        messagesOf(record),
        record['created-at'],
      ];
    }),
  );
}

const coupaSuppliers = (coupa: CoupaStore): string =>
  table(
    'Suppliers',
    ['Id', 'Name', 'Number', 'Status', 'Changed'],
    [...coupa.suppliers.values()].map((one) => [
      one['id'],
      one['name'],
      one['number'],
      { mark: one['status'] === 'active' ? 'good' : 'still', text: textOf(one['status']) },
      one['updated-at'],
    ]),
  );

/** What was entered by AddAddress, of the order and of its lines. */
const addressesOf = ({ addresses, lines }: Pick<Order, 'addresses' | 'lines'>): string =>
  [...addresses, ...lines.flatMap((line) => line.addresses)]
    .map(({ CONM = '', ADR1 = '', TOWN = '' }) => [CONM, ADR1, TOWN].filter((part) => part !== '').join(', '))
    .join('; ');

/** PUSL: below 15 M3 holds the order back. */
const m3Orders = (m3: M3World): string =>
  table(
    'Purchase orders',
    ['PUNO', 'Company', 'Division', 'Status', 'Supplier (SUNO)', 'Reference (YRE1)', 'OURR', 'Lines', 'Own addresses'],
    m3
      .allOrders()
      .toReversed()
      .map(({ head, ...order }) => [
        order.puno,
        order.cono,
        order.divi,
        { mark: Number(head['PUSL']) >= 15 ? 'good' : 'open', text: head['PUSL'] ?? '' },
        head['SUNO'],
        head['YRE1'],
        head['OURR'],
        order.lines.length,
        addressesOf(order),
      ]),
  );

const entryMarks: Readonly<Record<string, Mark>> = {
  '10': 'open',
  '20': 'open',
  '23': 'bad',
  '25': 'open',
  '90': 'good',
};
const entryWords: Readonly<Record<string, string>> = {
  '10': 'being entered',
  '20': 'entered',
  '23': 'errors',
  '25': 'validated',
  '90': 'transferred',
};

const m3Entries = (m3: M3World): string =>
  table(
    'Batch entry (PPS370)',
    ['MSGN', 'Company', 'Status', 'Orders', 'What is wrong'],
    [...m3.entries.values()]
      .toReversed()
      .map((entry) => [
        entry.msgn,
        entry.cono,
        { mark: entryMarks[entry.status] ?? 'open', text: `${entry.status} ${entryWords[entry.status] ?? ''}` },
        entry.heads.map((head) => head.puno).join(', '),
        entry.messages
          .map(({ code, text, pnli }) => `${pnli === undefined ? '' : `line ${pnli}: `}${code} ${text}`)
          .join('; '),
      ]),
  );

/** What both systems hold, newest first. It is for looking: everything is changed over the admin API. */
export function renderPage(coupa: CoupaStore, m3: M3World): string {
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sandbox: Coupa and M3</title>',
    `<meta name="viewport" content="width=device-width,initial-scale=1"><style>${style}</style></head><body>`,
    '<header><h1>Sandbox</h1><p>What this Coupa and this M3 hold, newest first. All of it is gone when the sandbox stops.</p></header>',
    '<main><section aria-labelledby="coupa"><h2 id="coupa">Coupa</h2>',
    coupaOrders(coupa),
    historyRecords(coupa),
    coupaSuppliers(coupa),
    '</section><section aria-labelledby="m3"><h2 id="m3">M3</h2>',
    m3Orders(m3),
    m3Entries(m3),
    '</section></main></body></html>',
  ].join('\n');
}
