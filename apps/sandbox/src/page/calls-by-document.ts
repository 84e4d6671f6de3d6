import type { CoupaCall } from '../coupa/coupa-door.js';
import type { M3Call } from '../m3/m3-calls.js';

/** Enough for what is on a page, and quick to go through on a sandbox under load. */
const CALLS_READ = 3_000;
const CALLS_SHOWN = 40;

/** The fields by which a call says of which entry or order it speaks. */
const KEYS = ['MSGN', 'PUNO', 'YRE1', 'OURR'];

/** The field by which a program says of which supplier it speaks. */
const SUPPLIER_KEYS: Readonly<Record<string, string>> = { CRS620MI: 'SUNO', CRS692MI: 'ACHO' };

/** One transaction of a call to M3. */
export interface M3Step {
  readonly call: M3Call;
  readonly step: M3Call['transactions'][number];
}

function group<Item>(items: readonly (readonly [key: string, item: Item])[]): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const [key, item] of items) groups.set(key, [...(groups.get(key) ?? []).slice(-CALLS_SHOWN + 1), item]);
  return groups;
}

/** The newest calls to Coupa by the order or supplier in their path: `purchase_orders/2400`. */
export const coupaCallsByDocument = (calls: readonly CoupaCall[]): ReadonlyMap<string, readonly CoupaCall[]> =>
  group(
    calls.slice(-CALLS_READ).flatMap((call) => {
      const [, document] = /\/api\/((?:purchase_orders|suppliers)\/\d+)/.exec(call.path) ?? [];
      return document === undefined ? [] : [[document, call] as const];
    }),
  );

const supplierOf = ({ call, step }: M3Step): string[] => {
  const number = step.record[SUPPLIER_KEYS[call.program] ?? ''];
  return number === undefined ? [] : [`supplier/${number}`];
};

/** The newest steps in M3 by the number of the entry or order, by our reference, and by `supplier/` and its number. */
export const m3StepsByDocument = (calls: readonly M3Call[]): ReadonlyMap<string, readonly M3Step[]> =>
  group(
    calls.slice(-CALLS_READ).flatMap((call) =>
      call.transactions.flatMap((step) => {
        const one = { call, step };
        const names = new Set([...KEYS.flatMap((key) => step.record[key] ?? []), ...supplierOf(one)]);
        return [...names].map((name) => [name, one] as const);
      }),
    ),
  );
