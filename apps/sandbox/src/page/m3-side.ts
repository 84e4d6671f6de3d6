import { Decimal } from 'decimal.js';
import type { M3World } from '../m3/m3-world.js';
import type { M3Record } from '../m3/nok.js';
import type { Entry } from '../m3/orders/entry.js';
import { lineAmount, type Order } from '../m3/orders/order.js';
import type { M3Step } from './calls-by-document.js';
import { html, type Html } from './html.js';
import { innerTable } from './inner-table.js';
import { mark, type Standing } from './mark.js';
import { showM3Supplier, suppliersNewestFirst } from './m3-supplier.js';
import { showSteps } from './m3-steps.js';
import { rowList, type Row } from './row-list.js';
import { shortTime } from './short-time.js';

interface View {
  readonly m3: M3World;
  readonly steps: ReadonlyMap<string, readonly M3Step[]>;
  /** Goes with each form. */
  readonly token: string;
  readonly query: URLSearchParams;
  readonly now: Date;
}

const decimalsOf = ({ master }: M3World, cono: number, currency: string): number =>
  master.currencies.find(cono, currency)?.decimals ?? 2;

const accountOf = (accounting: M3Record = {}): string =>
  Object.values(accounting)
    .filter((part) => part !== '')
    .join(' ');

/** What was entered by AddAddress, of the order and of its lines. */
const addressesOf = ({ addresses, lines }: Pick<Order, 'addresses' | 'lines'>): string =>
  [...addresses, ...lines.flatMap((line) => line.addresses)]
    .map(({ CONM = '', ADR1 = '', TOWN = '' }) => [CONM, ADR1, TOWN].filter((part) => part !== '').join(', '))
    .join('; ');

/** PUSL: below 15 M3 holds the order back. */
function showOrder(order: Order, view: View): Row {
  const { head, lines, puno, cono } = order;
  const currency = head['CUCD'] ?? '';
  const decimals = decimalsOf(view.m3, cono, currency);
  const amounts = lines.map(({ fields }) => lineAmount(fields, decimals));
  const shown = lines.map(({ fields, accounting }, index) => [
    fields['PNLI'],
    fields['ITNO'],
    fields['PITD'],
    fields['ORQA'],
    fields['PUUN'],
    fields['PUPR'],
    amounts[index],
    accountOf(accounting),
  ]);
  const texts = [...order.texts, ...lines.flatMap((line) => line.texts)];
  return {
    id: `${cono}-${puno}`,
    cells: [
      puno,
      mark(Number(head['PUSL']) >= 15 ? 'good' : 'open', head['PUSL'] ?? ''),
      head['SUNO'],
      head['YRE1'],
      `${Decimal.sum(0, ...amounts).toFixed(decimals)} ${currency}`,
      shortTime(new Date(order.createdAtMs).toISOString(), view.now),
    ],
    inside: html`<p>
        Company ${cono}, division ${order.divi}, warehouse ${head['WHLO']}, entry ${order.msgn}. ${addressesOf(order)}
      </p>
      ${innerTable('Lines', ['PNLI', 'ITNO', 'PITD', 'ORQA#', 'PUUN', 'PUPR#', 'Amount#', 'Accounting'], shown)}
      ${
        texts.length > 0 &&
        html`<h4>Texts</h4>
          <p>${texts.join(' / ')}</p>`
      }
      ${showSteps([puno, order.msgn, head['YRE1'] ?? ''], view)}`,
  };
}

const entryStandings: Readonly<Record<Entry['status'], readonly [Standing, string]>> = {
  '10': ['open', 'being entered'],
  '20': ['open', 'entered'],
  '23': ['bad', 'errors'],
  '25': ['open', 'validated'],
  '90': ['good', 'transferred'],
};

function showEntry(entry: Entry, view: View): Row {
  const [standing, words] = entryStandings[entry.status];
  const [first] = entry.messages;
  const numbers = entry.heads.map((head) => head.puno);
  const lines = entry.heads.flatMap((head) =>
    head.lines.map(({ pnli, fields }) => [
      head.puno,
      pnli,
      fields['ITNO'],
      fields['ORQA'],
      fields['PUPR'],
      entry.messages
        .filter((one) => one.puno === head.puno && one.pnli === pnli)
        .map(({ code, text }) => `${code} ${text}`)
        .join('; '),
    ]),
  );
  const found = entry.messages.filter((one) => one.pnli === undefined);
  return {
    id: entry.msgn,
    cells: [entry.msgn, mark(standing, `${entry.status} ${words}`), numbers.join(', '), first?.text],
    inside: html`${found.length > 0 && html`<p>${found.map(({ code, text }) => `${code} ${text}`).join('; ')}</p>`}
    ${innerTable('Lines', ['PUNO', 'PNLI', 'ITNO', 'ORQA#', 'PUPR#', 'What is wrong'], lines)}
    ${showSteps([entry.msgn, ...numbers], view)}`,
  };
}

/** What M3 holds, newest first. */
export const m3Side = (view: View): Html => html`
  ${rowList(
    {
      id: 'm3-orders',
      title: 'Purchase orders',
      columns: ['PUNO', 'Status', 'SUNO', 'YRE1', 'Amount', 'Made'],
      entries: view.m3.allOrders().toReversed(),
      show: (order) => showOrder(order, view),
    },
    view.query,
  )}
  ${rowList(
    {
      id: 'm3-entries',
      title: 'Batch entry (PPS370)',
      columns: ['MSGN', 'Status', 'Orders', 'What is wrong'],
      entries: [...view.m3.entries.values()].toReversed(),
      show: (entry) => showEntry(entry, view),
    },
    view.query,
  )}
  ${rowList(
    {
      id: 'm3-suppliers',
      title: 'Suppliers (CRS620)',
      columns: ['SUNO', 'SUNM', 'Status', 'Terms', 'Changed'],
      entries: suppliersNewestFirst(view.m3),
      show: (supplier) => showM3Supplier(supplier, view),
    },
    view.query,
  )}
`;
