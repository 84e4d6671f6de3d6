import { isObject, textOf, type Json, type JsonObject } from '../json.js';
import { CoupaRefusal, refuseField } from './coupa-refusal.js';
import type { CoupaStore } from './coupa-store.js';
import { collectCustomFields, placeCustomFields } from './custom-fields.js';
import { checkShape } from './fields/check-shape.js';
import { findOrder } from './find-order.js';
import { historyOf } from './history-records.js';
import { mergeLines, sumOfLines } from './order-lines.js';

/** The ERP guide writes `canceled`, the schema `cancelled`: both occur. */
const STATUSES = [
  'draft',
  'buyer_hold',
  'currency_hold',
  'supplier_hold',
  'supplier_window_hold',
  'issued',
  'expensed',
  'cancelled',
  'canceled',
  'closed',
  'soft_closed',
  'error',
  'exported',
];

/** What can be issued: a draft, an order on hold, and an issued one that goes out again after a change. */
const ISSUABLE = ['draft', 'buyer_hold', 'currency_hold', 'supplier_hold', 'supplier_window_hold', 'issued'];

function checkOrder(store: CoupaStore, order: JsonObject): void {
  const { id, status, supplier } = order;
  if (!isObject(supplier ?? null)) throw refuseField('supplier', "can't be blank");
  if (!store.findSupplier(supplier as JsonObject)) throw refuseField('supplier', 'does not exist');
  if (typeof status !== 'string' || !STATUSES.includes(status)) {
    throw refuseField('status', `must be one of ${STATUSES.join(', ')}`);
  }
  const twin = [...store.orders.values()].find(
    (other) => other['id'] !== id && other['po-number'] === order['po-number'],
  );
  if (twin) throw refuseField('po-number', 'has already been taken');
}

/** The order as it was sent, with its custom fields in one place. */
function readOrder(store: CoupaStore, sent: JsonObject): JsonObject {
  const input = collectCustomFields(sent, store.settings);
  const problems = checkShape('order-header', input);
  if (Object.keys(problems).length > 0) throw new CoupaRefusal(400, problems);
  return input;
}

function save(store: CoupaStore, order: JsonObject & { readonly id: number }): JsonObject {
  checkOrder(store, order);
  store.orders.set(order.id, order);
  return order;
}

const numberOf = (order: JsonObject): string => textOf(order['po-number']);

/** The order's number is its id unless one is given; revision and version begin at 1. */
export function createOrder(store: CoupaStore, sent: JsonObject): JsonObject {
  const input = readOrder(store, sent);
  const wanted = typeof input['id'] === 'number' ? input['id'] : undefined;
  if (wanted !== undefined && store.orders.has(wanted)) throw refuseField('id', 'has already been taken');
  const id = store.orderIds.take(wanted);
  const now = store.now();
  const header = {
    'po-number': String(id),
    status: 'draft',
    version: 1,
    'internal-revision': 1,
    exported: false,
    'custom-fields': {},
    'created-at': now,
    'updated-at': now,
    ...input,
    id,
  };
  const lines = mergeLines(store, [], input['order-lines'], { id, number: numberOf(header), now });
  return save(store, { ...header, 'order-lines': lines });
}

const mergeObjects = (known: Json | undefined, given: Json | undefined): Json => ({
  ...(isObject(known ?? null) ? (known as JsonObject) : {}),
  ...(isObject(given ?? null) ? (given as JsonObject) : {}),
});

/**
 * Changes an order. Coupa: every change, internal or not, raises the internal revision; one of the lines over the API may
 * go to the supplier again, and does here, as a new version. What comes over the API never takes the exported mark away,
 * what people do takes it only where Support has switched that on, or when the order goes to the supplier again.
 */
export function editOrder(store: CoupaStore, id: number, sent: JsonObject, by: 'person' | 'api'): JsonObject {
  const known = findOrder(store, id);
  const input = readOrder(store, sent);
  const now = store.now();
  const goesOutAgain = by === 'api' && known['status'] === 'issued' && input['order-lines'] !== undefined;
  const header = {
    ...known,
    ...(by === 'person' && store.settings.resetExportedOnEveryChange ? { exported: false } : {}),
    ...input,
    ...(goesOutAgain ? { version: Number(known['version']) + 1 } : {}),
    id,
    'custom-fields': mergeObjects(known['custom-fields'], input['custom-fields']),
    'internal-revision': Number(known['internal-revision']) + 1,
    'updated-at': now,
  };
  const order = { id, number: numberOf(header), now };
  return save(store, {
    ...header,
    'order-lines': mergeLines(store, known['order-lines'], input['order-lines'], order),
  });
}

export function removeOrderLine(store: CoupaStore, id: number, lineId: number): JsonObject {
  const known = findOrder(store, id);
  const lines = known['order-lines'] as readonly JsonObject[];
  const left = lines.filter((line) => line['id'] !== lineId);
  if (left.length === lines.length) throw new CoupaRefusal(404, { base: [`Order ${id} has no line ${lineId}`] });
  const removed = lines.filter((line) => line['id'] === lineId);
  const now = store.now();
  store.deletedLines.set(id, [
    ...(store.deletedLines.get(id) ?? []),
    ...removed.map((line) => ({ ...line, status: 'cancelled', 'updated-at': now })),
  ]);
  store.orders.set(id, { ...known, 'order-lines': left });
  return editOrder(store, id, {}, 'person');
}

/**
 * Issues an order. Issuing one again makes a new supplier version and, as Coupa does then, takes the exported mark away.
 */
export function approveOrder(store: CoupaStore, id: number): JsonObject {
  const known = findOrder(store, id);
  if (!ISSUABLE.includes(textOf(known['status']))) {
    throw new CoupaRefusal(409, { status: [`${textOf(known['status'])} cannot be issued`] });
  }
  const again = known['status'] === 'issued';
  const sentAgain = again ? { version: Number(known['version']) + 1, exported: false } : {};
  return editOrder(store, id, { status: 'issued', ...sentAgain }, 'person');
}

/** The order as the API shows it: with its supplier as it is now, its total, and what integrations said about it. */
export function showOrder(store: CoupaStore, order: JsonObject, { showDeletedLines = false } = {}): JsonObject {
  const supplier = store.findSupplier((order['supplier'] ?? {}) as JsonObject);
  const deleted = showDeletedLines ? (store.deletedLines.get(Number(order['id'])) ?? []) : [];
  const shown = {
    ...order,
    ...(supplier ? { supplier: placeCustomFields(supplier, store.settings) } : {}),
    'order-lines': [...(order['order-lines'] as readonly JsonObject[]), ...deleted],
    total: sumOfLines(order),
    'current-integration-history-records': historyOf(store, 'OrderHeader', Number(order['id'])),
  };
  return placeCustomFields(shown, store.settings);
}
