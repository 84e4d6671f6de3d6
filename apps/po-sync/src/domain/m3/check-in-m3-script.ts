import type { Script } from '@sluice/reconciler/decision';
import { defineM3Read, m3Text, type Fact, type M3Read } from '@sluice/reconciler/read';
import { digest } from '@sluice/shared/digest';
import { absentCodes } from '@sluice/shared/m3/field';
import type { M3Transaction } from '@sluice/shared/script';
import type { OrderInM3 } from './order-in-m3.js';

/** What an order names in M3, each once. */
export interface NamedByOrder {
  readonly items: readonly string[];
  readonly stocked: readonly StockedItem[];
  readonly accounts: readonly AccountingValue[];
}

/** An item and the warehouse that it is ordered for. */
export interface StockedItem {
  readonly item: string;
  readonly warehouse: string;
}

/** A dimension of M3's accounting, from 1, and the value in it. */
export interface AccountingValue {
  readonly dimension: number;
  readonly value: string;
}

export const stockedKey = ({ item, warehouse }: StockedItem): string => `${warehouse}/${item}`;
export const accountKey = ({ dimension, value }: AccountingValue): string => `${dimension}/${value}`;

export function namedBy({ lines, warehouse: ofOrder }: OrderInM3): NamedByOrder {
  const stocked = lines.map(({ item, warehouse = ofOrder }) => ({ item, warehouse }));
  const accounts = lines.flatMap(({ dimensions = [] }) =>
    dimensions.flatMap((value, index) => (value === '' ? [] : [{ dimension: index + 1, value }])),
  );
  return {
    items: [...new Set(lines.map(({ item }) => item))],
    stocked: [...new Map(stocked.map((one) => [stockedKey(one), one])).values()],
    accounts: [...new Map(accounts.map((one) => [accountKey(one), one])).values()],
  };
}

/**
 * Everything that an order names, read in M3 before anything is written: the items, the items in their warehouses, and
 * the values of the accounting dimensions. M3 itself would say of the first wrong thing only, and late.
 */
export const checkInM3Script = (order: OrderInM3): Script => ({
  system: 'm3',
  kind: 'read',
  company: order.company,
  ...(order.division !== '' && { division: order.division }),
  steps: [readItems(order).step, ...(namedBy(order).accounts.length === 0 ? [] : [readAccounts(order).step])],
});

/** What M3 holds of the items, in the order of {@link namedBy}. */
export interface ItemsInM3 {
  /** The status of each; `undefined` where M3 holds no such item. */
  readonly statuses: readonly (string | undefined)[];
  readonly isStocked: readonly boolean[];
}

export function readItems(order: OrderInM3): M3Read<ItemsInM3> {
  const { items, stocked } = namedBy(order);
  // Of one program, so that both questions about all items travel in one request.
  const transactions = [
    ...items.map((ITNO) => ({ transaction: 'Get', record: { ITNO }, returns: ['ITNO', 'STAT'] })),
    ...stocked.map(({ warehouse, item }) => ({
      transaction: 'GetItmWhsBasic',
      record: { WHLO: warehouse, ITNO: item },
      returns: ['WHLO', 'ITNO'],
    })),
  ];
  return checkOf(order, 'items', 'MMS200MI', absentCodes.item, transactions, (records) => {
    const first = records.map(([record]) => record);
    return {
      statuses: first.slice(0, items.length).map((record) => record && m3Text(record['STAT'])),
      isStocked: first.slice(items.length).map((record) => record !== undefined),
    };
  });
}

/** A value of an accounting dimension in M3; days are empty, or 0, where there is none. */
export interface AccountInM3 {
  readonly isClosed: boolean;
  readonly firstDay: string;
  readonly lastDay: string;
}

/** The accounts in the order of {@link namedBy}; `undefined` where M3 holds no such value. */
export function readAccounts(order: OrderInM3): M3Read<readonly (AccountInM3 | undefined)[]> {
  const division = order.division === '' ? {} : { DIVI: order.division };
  const transactions = namedBy(order).accounts.map(({ dimension, value }) => ({
    transaction: 'GetAccountID',
    record: { AITP: String(dimension), AITM: value, ...division },
    returns: ['AITP', 'AITM', 'LCCD', 'VFDT', 'VTDT'],
  }));
  return checkOf(order, 'accounts', 'CRS630MI', absentCodes.account, transactions, (records) =>
    records.map(
      ([record]) =>
        record && {
          isClosed: m3Text(record['LCCD']) === '1',
          firstDay: m3Text(record['VFDT']),
          lastDay: m3Text(record['VTDT']),
        },
    ),
  );
}

/**
 * The name of a step tells what was asked, and with it the fact that it leaves: an answer about other items is not taken
 * for one about these.
 */
const checkOf = <Value>(
  { company, division }: OrderInM3,
  what: string,
  program: string,
  absent: readonly string[],
  transactions: readonly M3Transaction[],
  parse: (records: Fact['records']) => Value,
): M3Read<Value> =>
  defineM3Read({
    id: `check-${what}/${digest(`${company}/${division}/${JSON.stringify(transactions)}`)}`,
    program,
    absentCodes: absent,
    transactions,
    parse,
  });
