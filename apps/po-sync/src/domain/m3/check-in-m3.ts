import { accountsOf, itemsOf, stockedItemsOf, stockedKey, type SeenInM3 } from './check-in-m3-script.js';
import type { Problem } from '../translate/findings.js';
import type { OrderInM3 } from '../translate/order-in-m3.js';
import type { PurchaseOrderSettings } from '../settings.js';

/**
 * Everything that is wrong with an order by what M3 holds, line by line: an item that is not there, not in use or not in
 * its warehouse; a value of an accounting dimension that is not there, closed, or not valid on the day of the order.
 */
export function problemsInM3(
  order: OrderInM3,
  seen: SeenInM3,
  today: string,
  settings: PurchaseOrderSettings,
): Problem[] {
  const items = new Map(
    itemsOf(order).map((item, index) => [item, wrongItem(item, seen.items[index], order.company, settings)]),
  );
  const notStocked = new Set(
    stockedItemsOf(order)
      .filter((_, index) => seen.itemsInWarehouse[index] === undefined)
      .map(stockedKey),
  );
  const day = order.orderDate ?? today;
  const accounts = new Map(
    accountsOf(order).map(({ dimension, value }, index) => [
      `${dimension}/${value}`,
      wrongAccount(dimension, value, seen.accounts[index], day),
    ]),
  );
  return order.lines.flatMap((line) => {
    const { item, warehouse = order.warehouse } = line;
    const isStocked = !notStocked.has(stockedKey({ item, warehouse }));
    const wrong = [
      items.get(item) ?? (isStocked ? undefined : `item ${item} is not in warehouse ${warehouse} of M3`),
      ...(line.dimensions ?? []).map((value, index) => accounts.get(`${index + 1}/${value}`)),
    ];
    return wrong.flatMap((words): Problem[] =>
      words === undefined ? [] : [{ code: 'not-usable-in-m3', message: `Line ${line.number}: ${words}` }],
    );
  });
}

function wrongItem(
  item: string,
  record: Readonly<Record<string, string>> | undefined,
  company: string,
  { itemStatusesUsable }: PurchaseOrderSettings,
): string | undefined {
  if (record === undefined) return `M3 holds no item ${item} in company ${company}`;
  const status = record['STAT'] ?? '';
  return itemStatusesUsable.includes(status)
    ? undefined
    : `item ${item} has status ${status} in M3, which is not in use`;
}

/** M3's first and last day of an identity are empty, or 0, where there is none. */
function wrongAccount(
  dimension: number,
  value: string,
  record: Readonly<Record<string, string>> | undefined,
  day: string,
): string | undefined {
  const name = `accounting dimension ${dimension}, ${value},`;
  if (record === undefined) return `${name} is not in M3`;
  if (record['LCCD'] === '1') return `${name} is closed in M3`;
  const [first, last] = [dayIn(record['VFDT']), dayIn(record['VTDT'])];
  if (first !== undefined && day < first) return `${name} is valid in M3 from ${first}, the order is of ${day}`;
  if (last !== undefined && day > last) return `${name} is valid in M3 until ${last}, the order is of ${day}`;
  return undefined;
}

const dayIn = (written: string | undefined): string | undefined =>
  written === undefined || /^0*$/.test(written) ? undefined : written;
