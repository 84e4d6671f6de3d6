import type { Script } from '@sluice/reconciler/decision';
import { absentCodes } from '@sluice/shared/m3/field';
import type { M3Step, M3Transaction } from '@sluice/shared/script';
import type { OrderInM3 } from '../translate/order-in-m3.js';
import type { OrderView } from '../order-view.js';

/** A dimension of M3's accounting and the value in it. */
export interface AccountIdentity {
  readonly dimension: number;
  readonly value: string;
}

/** What an order names in M3, each once. */
export const itemsOf = ({ lines }: OrderInM3): string[] => [...new Set(lines.map(({ item }) => item))];

/** An item and the warehouse that it is ordered for. */
export interface StockedItem {
  readonly item: string;
  readonly warehouse: string;
}

export function stockedItemsOf({ lines, warehouse: ofOrder }: OrderInM3): StockedItem[] {
  const stocked = lines.map(({ item, warehouse = ofOrder }) => ({ item, warehouse }));
  return [...new Map(stocked.map((one) => [stockedKey(one), one])).values()];
}

export const stockedKey = ({ item, warehouse }: StockedItem): string => `${warehouse}/${item}`;

export function accountsOf({ lines }: OrderInM3): AccountIdentity[] {
  const identities = lines.flatMap(({ dimensions = [] }) =>
    dimensions.flatMap((value, index) => (value === '' ? [] : [{ dimension: index + 1, value }])),
  );
  return [...new Map(identities.map((one) => [`${one.dimension}/${one.value}`, one])).values()];
}

/**
 * Everything that an order names, read in M3 before anything is written: the items, the items in their warehouses, and
 * the values of the accounting dimensions. M3 itself would say of the first wrong thing only, and late.
 */
export function checkInM3Script(order: OrderInM3): Script {
  return {
    system: 'm3',
    kind: 'read',
    company: order.company,
    ...(order.division !== '' && { division: order.division }),
    steps: checkSteps(order),
  };
}

function checkSteps(order: OrderInM3): M3Step[] {
  const items = itemsOf(order);
  const accounts = accountsOf(order);
  const division = order.division === '' ? {} : { DIVI: order.division };
  const of = `${order.company}/${order.division}`;
  return [
    // Of one program, so that both questions about all items travel in one request.
    step('items', 'MMS200MI', absentCodes.item, of, [
      ...items.map((ITNO) => ({ transaction: 'Get', record: { ITNO }, returns: ['ITNO', 'STAT'] })),
      ...stockedItemsOf(order).map(({ warehouse, item }) => ({
        transaction: 'GetItmWhsBasic',
        record: { WHLO: warehouse, ITNO: item },
        returns: ['WHLO', 'ITNO'],
      })),
    ]),
    ...(accounts.length === 0
      ? []
      : [
          step(
            'accounts',
            'CRS630MI',
            absentCodes.account,
            of,
            accounts.map(({ dimension, value }) => ({
              transaction: 'GetAccountID',
              record: { AITP: String(dimension), AITM: value, ...division },
              returns: ['AITP', 'AITM', 'LCCD', 'VFDT', 'VTDT'],
            })),
          ),
        ]),
  ];
}

/**
 * The name of a step tells what was asked, and with it the fact that it leaves: an answer about other items is not taken
 * for one about these.
 */
const step = (
  what: string,
  program: string,
  absent: readonly string[],
  of: string,
  transactions: M3Transaction[],
): M3Step => ({
  id: `check-${what}/${digest(`${of}/${JSON.stringify(transactions)}`)}`,
  kind: 'read',
  program,
  independent: true,
  absentCodes: [...absent],
  transactions,
});

/** FNV-1a, 32 bits: short, the same everywhere, and no secret. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

type ReadRecord = Readonly<Record<string, string>>;

/** What M3 answered, in the order of {@link itemsOf}, {@link stockedItemsOf} and {@link accountsOf}; `undefined` where it holds no such thing. */
export interface SeenInM3 {
  readonly items: readonly (ReadRecord | undefined)[];
  readonly itemsInWarehouse: readonly (ReadRecord | undefined)[];
  readonly accounts: readonly (ReadRecord | undefined)[];
}

/** What M3 said about just these things, not longer ago than `freshForMs`; else it must be asked. */
export function seenInM3(view: OrderView, order: OrderInM3, freshForMs: number): SeenInM3 | undefined {
  const facts = checkSteps(order).map(({ id }) => view.fact(id));
  const answers = facts.map((fact) =>
    fact !== undefined && (fact.justRead || Date.parse(view.now) - Date.parse(fact.readAt) < freshForMs)
      ? fact.records.map(([record]) => record && trimmed(record))
      : undefined,
  );
  if (answers.some((answer) => answer === undefined)) return undefined;
  const [ofItems = [], accounts = []] = answers.map((answer) => answer ?? []);
  const count = itemsOf(order).length;
  return { items: ofItems.slice(0, count), itemsInWarehouse: ofItems.slice(count), accounts };
}

const trimmed = (record: Readonly<Record<string, unknown>>): ReadRecord =>
  Object.fromEntries(Object.entries(record).map(([field, value]) => [field, text(value)]));

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
