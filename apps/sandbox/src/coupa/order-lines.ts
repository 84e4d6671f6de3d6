import { Decimal } from 'decimal.js';
import { isObject, textOf, type Json, type JsonObject } from '../json.js';
import { refuseField } from './coupa-refusal.js';
import type { CoupaStore } from './coupa-store.js';

const linesOf = (lines: Json | undefined): JsonObject[] =>
  Array.isArray(lines) ? (lines as readonly Json[]).filter(isObject) : [];

const isText = (value: Json | undefined): value is string => typeof value === 'string';

/** Quantity times price; an amount line has no quantity, its price is its total. */
function lineTotal(line: JsonObject): string {
  const { quantity, price } = line;
  const total = isText(quantity) ? new Decimal(quantity).times(textOf(price)) : new Decimal(textOf(price));
  return total.toDecimalPlaces(4, Decimal.ROUND_HALF_UP).toFixed(Math.max(2, Math.min(4, total.decimalPlaces())));
}

function completeLine(line: JsonObject, order: { id: number; number: string; now: string }): JsonObject {
  const { type, quantity, price } = line;
  if (!isText(price)) throw refuseField('order-lines.price', "can't be blank");
  if (type === 'OrderQuantityLine' && !isText(quantity)) throw refuseField('order-lines.quantity', "can't be blank");
  if (type === 'OrderAmountLine' && isText(quantity)) throw refuseField('order-lines.quantity', 'must be blank');
  if (type !== 'OrderQuantityLine' && type !== 'OrderAmountLine') {
    throw refuseField('order-lines.type', 'must be OrderQuantityLine or OrderAmountLine');
  }
  if (isObject(line['account'] ?? null) && linesOf(line['account-allocations']).length > 0) {
    throw refuseField('order-lines.account', 'must be blank when there are account-allocations');
  }
  return {
    ...line,
    total: lineTotal(line),
    'order-header-id': order.id,
    'order-header-number': order.number,
    'updated-at': order.now,
  };
}

/** The lines after a change: a line with a known id takes over what is given, one without is new, the others stay. */
export function mergeLines(
  store: CoupaStore,
  known: Json | undefined,
  given: Json | undefined,
  order: { id: number; number: string; now: string },
): JsonObject[] {
  const lines = linesOf(known);
  for (const line of linesOf(given)) {
    const at = lines.findIndex((one) => one['id'] === line['id']);
    const old = lines[at];
    if (old) {
      lines[at] = completeLine({ ...old, ...line }, order);
      continue;
    }
    const fresh = {
      id: store.lineIds.take(typeof line['id'] === 'number' ? line['id'] : undefined),
      'line-num': String(lines.length + 1),
      type: isText(line['quantity']) ? 'OrderQuantityLine' : 'OrderAmountLine',
      status: 'created',
      version: 1,
      received: '0.0',
      invoiced: '0.0',
      'created-at': order.now,
    };
    lines.push(completeLine({ ...fresh, ...line, id: fresh.id }, order));
  }
  return lines;
}

export const sumOfLines = (order: JsonObject): string => {
  const total = Decimal.sum(0, ...linesOf(order['order-lines']).map((line) => textOf(line['total'])));
  return total.toFixed(Math.max(2, total.decimalPlaces()));
};
