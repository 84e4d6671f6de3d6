import type { JsonObject } from '../json.js';
import { CoupaRefusal, refuseField } from './coupa-refusal.js';
import type { CoupaStore } from './coupa-store.js';
import { checkShape } from './fields/check-shape.js';

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

function refuseProblems(input: JsonObject): void {
  const problems = checkShape('supplier', input);
  if (Object.keys(problems).length > 0) throw new CoupaRefusal(400, problems);
}

/** Coupa: name and number are unique, a new supplier is a draft unless the status is given. */
export function createSupplier(store: CoupaStore, input: JsonObject): JsonObject {
  refuseProblems(input);
  const wanted = typeof input['id'] === 'number' ? input['id'] : undefined;
  if (wanted !== undefined && store.suppliers.has(wanted)) throw refuseField('id', 'has already been taken');
  const now = store.now();
  const draft = { status: 'draft', 'on-hold': false, 'created-at': now, 'updated-at': now, ...input };
  checkSupplier(store, draft);
  const supplier = { ...draft, id: store.supplierIds.take(wanted) };
  store.suppliers.set(supplier.id, supplier);
  return supplier;
}

export function updateSupplier(store: CoupaStore, id: number, input: JsonObject): JsonObject {
  const known = store.suppliers.get(id);
  if (!known) throw new CoupaRefusal(404, { base: [`There is no supplier ${id}`] });
  refuseProblems(input);
  const supplier = { ...known, ...input, id, 'updated-at': store.now() };
  checkSupplier(store, supplier);
  store.suppliers.set(id, supplier);
  return supplier;
}
