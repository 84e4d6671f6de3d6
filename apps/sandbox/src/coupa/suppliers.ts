import { isObject, type Json, type JsonObject } from '../json.js';
import { CoupaRefusal, refuseField } from './coupa-refusal.js';
import type { CoupaStore } from './coupa-store.js';
import { collectCustomFields } from './custom-fields.js';
import { checkShape, type Problems } from './fields/check-shape.js';

const STATUSES = ['active', 'inactive', 'draft'];

function checkSupplier(store: CoupaStore, supplier: JsonObject): void {
  const { id, name, number, status } = supplier;
  if (typeof name !== 'string' || name === '') throw refuseField('name', "can't be blank");
  if (typeof status !== 'string' || !STATUSES.includes(status)) {
    throw refuseField('status', `must be one of ${STATUSES.join(', ')}`);
  }
  for (const other of store.suppliers.values()) {
    if (other['id'] === id) continue;
    if (other['name'] === name) throw refuseField('name', 'has already been taken');
    if (number && other['number'] === number) throw refuseField('number', 'has already been taken');
  }
}

function readSupplier(store: CoupaStore, sent: JsonObject): JsonObject {
  const input = collectCustomFields(sent, store.settings);
  const problems = checkShape('supplier', input);
  if (Object.keys(problems).length > 0) throw new CoupaRefusal(400, problems);
  return input;
}

/** What Coupa's pages call required of a supplier that comes over the API; people may begin with less. */
export function requireForApi(input: JsonObject): void {
  const problems: Problems = {};
  const need = (object: JsonObject, name: string, path = ''): void => {
    if ((object[name] ?? '') === '') problems[path + name] = ["can't be blank"];
  };
  for (const name of ['name', 'payment-method', 'invoice-matching-level', 'primary-contact']) need(input, name);
  const address = input['primary-address'] ?? null;
  for (const name of ['street1', 'city', 'postal-code', 'country']) {
    need(isObject(address) ? address : {}, name, 'primary-address.');
  }
  if (Object.keys(problems).length > 0) throw new CoupaRefusal(400, problems);
}

/** The attributes of an object can be edited, the object itself cannot be swapped. */
const editObject = (known: Json | undefined, given: Json | undefined): Json =>
  isObject(known ?? null) && isObject(given ?? null)
    ? { ...(known as JsonObject), ...(given as JsonObject) }
    : (given ?? known ?? null);

/** Coupa: name and number are unique, a new supplier is a draft unless the status is given. */
export function createSupplier(store: CoupaStore, sent: JsonObject): JsonObject {
  const input = readSupplier(store, sent);
  const wanted = typeof input['id'] === 'number' ? input['id'] : undefined;
  if (wanted !== undefined && store.suppliers.has(wanted)) throw refuseField('id', 'has already been taken');
  const now = store.now();
  const draft = { status: 'draft', 'on-hold': false, 'created-at': now, 'updated-at': now, ...input };
  checkSupplier(store, draft);
  const supplier = { ...draft, id: store.supplierIds.take(wanted) };
  store.suppliers.set(supplier.id, supplier);
  return supplier;
}

export function updateSupplier(store: CoupaStore, id: number, sent: JsonObject): JsonObject {
  const known = store.suppliers.get(id);
  if (!known) throw new CoupaRefusal(404, { base: [`There is no supplier ${id}`] });
  const input = readSupplier(store, sent);
  const edited = ['primary-address', 'primary-contact', 'custom-fields'].flatMap((name) => {
    return name in input || name in known ? [[name, editObject(known[name], input[name])] as const] : [];
  });
  const supplier = { ...known, ...input, ...Object.fromEntries(edited), id, 'updated-at': store.now() };
  checkSupplier(store, supplier);
  store.suppliers.set(id, supplier);
  return supplier;
}
