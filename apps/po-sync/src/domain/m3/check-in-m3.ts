import type { Problem } from '@sluice/translation/translated';
import { orderDestination, type OrderView } from '../order-view.js';
import type { PurchaseOrderSettings } from '../settings.js';
import {
  accountKey,
  namedBy,
  readAccounts,
  readItems,
  stockedKey,
  type AccountingValue,
  type AccountInM3,
  type ItemsInM3,
} from './check-in-m3-script.js';
import type { OrderInM3 } from './order-in-m3.js';

/** What M3 holds of all that an order names. */
export interface CheckedInM3 {
  readonly items: ItemsInM3;
  readonly accounts: readonly (AccountInM3 | undefined)[];
}

/** What M3 said about just these things a short while ago; else it must be asked. */
export function checkedInM3(
  view: OrderView,
  order: OrderInM3,
  { checksFreshForMs }: PurchaseOrderSettings,
): CheckedInM3 | undefined {
  const m3 = view.destination(orderDestination);
  const items = m3.fresh(readItems(order), checksFreshForMs)?.value;
  const accounts = namedBy(order).accounts.length === 0 ? [] : m3.fresh(readAccounts(order), checksFreshForMs)?.value;
  return items && accounts && { items, accounts };
}

/**
 * Everything that is wrong with an order by what M3 holds, line by line: an item that is not there, not in use or not in
 * its warehouse; a value of an accounting dimension that is not there, closed, or not valid on the day of the order.
 */
export function problemsInM3(
  order: OrderInM3,
  checked: CheckedInM3,
  today: string,
  settings: PurchaseOrderSettings,
): Problem[] {
  const named = namedBy(order);
  const { statuses, isStocked } = checked.items;
  const wrongItems = new Map(
    named.items.map((item, index) => [item, wrongItem(item, statuses[index], order.company, settings)]),
  );
  const notStocked = new Set(named.stocked.filter((_, index) => isStocked[index] !== true).map(stockedKey));
  const day = order.orderDate ?? today;
  const wrongAccounts = new Map(
    named.accounts.map((account, index) => [accountKey(account), wrongAccount(account, checked.accounts[index], day)]),
  );
  return order.lines.flatMap(({ number, item, warehouse = order.warehouse, dimensions = [] }) => {
    const notThere = notStocked.has(stockedKey({ item, warehouse }))
      ? `item ${item} is not in warehouse ${warehouse} of M3`
      : undefined;
    const wrong = [
      wrongItems.get(item) ?? notThere,
      ...dimensions.map((value, index) => wrongAccounts.get(accountKey({ dimension: index + 1, value }))),
    ];
    return wrong.flatMap((words): Problem[] =>
      words === undefined ? [] : [{ code: 'not-usable-in-m3', message: `Line ${number}: ${words}` }],
    );
  });
}

function wrongItem(
  item: string,
  status: string | undefined,
  company: string,
  { itemStatusesUsable }: PurchaseOrderSettings,
): string | undefined {
  if (status === undefined) return `M3 holds no item ${item} in company ${company}`;
  if (itemStatusesUsable.includes(status)) return undefined;
  return `item ${item} has status ${status} in M3, which is not in use`;
}

function wrongAccount(
  { dimension, value }: AccountingValue,
  account: AccountInM3 | undefined,
  day: string,
): string | undefined {
  const name = `accounting dimension ${dimension}, ${value},`;
  if (account === undefined) return `${name} is not in M3`;
  const { isClosed, firstDay, lastDay } = account;
  if (isClosed) return `${name} is closed in M3`;
  if (isDay(firstDay) && day < firstDay) return `${name} is valid in M3 from ${firstDay}, the order is of ${day}`;
  if (isDay(lastDay) && day > lastDay) return `${name} is valid in M3 until ${lastDay}, the order is of ${day}`;
  return undefined;
}

const isDay = (written: string): boolean => !/^0*$/.test(written);
