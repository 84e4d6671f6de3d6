import { Decimal } from 'decimal.js';
import type { M3World } from '../m3-world.js';
import { Nok, type M3Record } from '../nok.js';
import { lineAmount, type Order } from '../orders/order.js';
import { showAddresses, showDeliveryAddress } from '../orders/show-addresses.js';
import { defineProgram, type Call } from '../program.js';
import { SearchIndex } from '../search-index.js';
import { findOrder } from './find-order.js';

/** The fields that this M3 indexes. Which ones a tenant does is not public. */
const index = new SearchIndex<Order>(['PUNO', 'SUNO', 'OURR', 'YRE1', 'ORTY', 'WHLO'], ({ head }) => head);

const currencyDecimals = (m3: M3World, order: Order): number =>
  m3.master.currencies.find(order.cono, order.head['CUCD'] ?? '')?.decimals ?? 2;

function listLines(m3: M3World, order: Order): M3Record[] {
  const decimals = currencyDecimals(m3, order);
  return order.lines
    .map(({ fields: line }): M3Record => ({ CONO: String(order.cono), ...line, LNAM: lineAmount(line, decimals) }))
    .toSorted((a, b) => Number(a['PNLI']) - Number(b['PNLI']));
}

/** One line by its number; its subline is 0 unless another is named. */
function getLine(call: Call, m3: M3World): M3Record[] {
  const { PNLI = '', PNLS = '0' } = call.record;
  const line = listLines(m3, findOrder(call, m3)).find(
    (known) => Number(known['PNLI']) === Number(PNLI) && Number(known['PNLS']) === Number(PNLS),
  );
  if (!line) throw new Nok({ code: 'WPN0103', field: 'PNLI', text: `Order line ${PNLI} does not exist` });
  return [line];
}

function getDeliveryAddress(call: Call, m3: M3World): M3Record[] {
  const { PNLI = '' } = call.record;
  const order = findOrder(call, m3);
  const line = order.lines.find(({ fields: known }) => Number(known['PNLI']) === Number(PNLI));
  if (!line) throw new Nok({ code: 'WPN0103', field: 'PNLI', text: `Order line ${PNLI} does not exist` });
  return [showDeliveryAddress(m3, order, line)];
}

const sum = (lines: readonly M3Record[], field: string): string =>
  Decimal.sum(0, ...lines.map((line) => line[field] ?? '0')).toFixed();

export const pps200mi = defineProgram('PPS200MI', {
  SearchHead: (call, m3) =>
    index.search(m3.indexedOrders(call.cono), call.record['SQRY'] ?? '').map(({ head }) => head),
  GetHead: (call, m3) => {
    const order = findOrder(call, m3);
    const lines = listLines(m3, order);
    return [{ ...order.head, NTAM: sum(lines, 'LNAM'), COAM: sum(lines, 'LNAM'), TOQT: sum(lines, 'ORQA') }];
  },
  GetAddresses: (call, m3) => [showAddresses(m3, findOrder(call, m3))],
  GetDelAddress: getDeliveryAddress,
  LstLine: (call, m3) => listLines(m3, findOrder(call, m3)),
  GetLine: getLine,
});
