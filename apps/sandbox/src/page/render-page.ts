import type { CoupaStore } from '../coupa/coupa-store.js';
import { textOf, type Json, type JsonObject } from '../json.js';
import type { M3World } from '../m3/m3-world.js';

type Cell = Json | undefined;

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function table(title: string, columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cells = (values: readonly Cell[], tag: string): string =>
    `<tr>${values.map((value) => `<${tag}>${escape(textOf(value))}</${tag}>`).join('')}</tr>`;
  const body = rows.length > 0 ? rows.map((row) => cells(row, 'td')).join('') : '<tr><td>nothing</td></tr>';
  return `<h2>${escape(title)}</h2><table>${cells(columns, 'th')}${body}</table>`;
}

const style = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#222}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.25rem .75rem .25rem 0;border-bottom:1px solid #ddd}
th{font-weight:600;color:#555}h2{margin-top:2.5rem;font-size:1.1rem}`;

const lineCount = (lines: unknown): number => (Array.isArray(lines) ? lines.length : 0);

/** What both systems hold, newest first. */
export function renderPage(coupa: CoupaStore, m3: M3World): string {
  const orders = [...coupa.orders.values()].toReversed();
  const supplierOf = (order: JsonObject): Cell => coupa.findSupplier((order['supplier'] ?? {}) as JsonObject)?.['name'];
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sandbox</title><style>${style}</style></head><body>`,
    '<h1>Sandbox: Coupa and M3</h1>',
    table(
      'Coupa: purchase orders',
      ['Number', 'Status', 'Supplier', 'Lines', 'Revision', 'Changed'],
      orders.map((order) => [
        order['po-number'],
        order['status'],
        supplierOf(order),
        lineCount(order['order-lines']),
        order['internal-revision'],
        order['updated-at'],
      ]),
    ),
    table(
      'Coupa: suppliers',
      ['Id', 'Name', 'Number', 'Status', 'Changed'],
      [...coupa.suppliers.values()].map((one) => [
        one['id'],
        one['name'],
        one['number'],
        one['status'],
        one['updated-at'],
      ]),
    ),
    table(
      'M3: purchase orders',
      ['Company', 'Division', 'PUNO', 'YRE1', 'OURR', 'SUNO', 'Status', 'Lines'],
      m3
        .allOrders()
        .toReversed()
        .map(({ cono, divi, puno, head, lines }) => [
          cono,
          divi,
          puno,
          head['YRE1'],
          head['OURR'],
          head['SUNO'],
          head['PUSL'],
          lines.length,
        ]),
    ),
    table(
      'M3: batch entry (PPS370)',
      ['MSGN', 'Company', 'Status', 'Orders', 'What is wrong'],
      [...m3.entries.values()]
        .toReversed()
        .map((entry) => [
          entry.msgn,
          entry.cono,
          entry.status,
          entry.heads.map((head) => head.puno).join(', '),
          entry.messages.map((message) => `${message.code} ${message.text}`).join('; '),
        ]),
    ),
    '</body></html>',
  ].join('\n');
}
