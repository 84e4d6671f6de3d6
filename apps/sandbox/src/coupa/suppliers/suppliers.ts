import { isObject, textOf, type JsonObject } from '../../json.js';
import { CoupaRefusal, refuseField } from '../coupa-refusal.js';
import type { CoupaStore } from '../coupa-store.js';
import { readSupplier } from './read-supplier.js';
import { sameContent } from './same-content.js';
import { isBlank, refuseProblems, requireFields, type Author, type SupplierEdit } from './supplier-edit.js';
import { writeParts } from './supplier-parts.js';
import { resolveReferences } from './supplier-references.js';

export const SUPPLIER_STATUSES = ['active', 'inactive', 'draft'];
const PAYMENT_METHODS = ['invoice', 'pcard', 'invoice_only', 'pcard_only', 'virtual_card'];

/** What Coupa's pages call required of a supplier that comes over the API, besides what its address must hold. */
const REQUIRED = ['name', 'payment-method', 'invoice-matching-level'];

/** The id of the payment term, which stands in the supplier twice. */
function showPaymentTermId({ problems, by }: SupplierEdit, given: JsonObject): JsonObject {
  const term = given['payment-term'];
  if (term === undefined) return {};
  const id = (isObject(term) ? term['id'] : null) ?? null;
  const isOther = by === 'api' && 'payment-term-id' in given && given['payment-term-id'] !== id;
  if (isOther && !('payment-term' in problems)) problems['payment-term-id'] = ['is not that of the payment-term'];
  return { 'payment-term-id': id };
}

/** Custom fields that are not named keep their values. */
const mergeCustomFields = (known: JsonObject, { 'custom-fields': given = null }: JsonObject): JsonObject =>
  isObject(given) ? { 'custom-fields': { ...(known['custom-fields'] as JsonObject | undefined), ...given } } : {};

/** Coupa: name and number are unique. */
function checkSupplier({ store, problems }: SupplierEdit, supplier: JsonObject): void {
  const { id, name, number, status, 'payment-method': method = null } = supplier;
  const isTaken = (field: 'name' | 'number', text: string): boolean => {
    const other = store.suppliers.find(field, text);
    return other !== undefined && other['id'] !== id;
  };
  if (isBlank(name)) problems['name'] = ["can't be blank"];
  else if (isTaken('name', textOf(name))) problems['name'] = ['has already been taken'];
  if (!isBlank(number) && isTaken('number', textOf(number))) problems['number'] = ['has already been taken'];
  if (!SUPPLIER_STATUSES.includes(textOf(status))) {
    problems['status'] = [`must be one of ${SUPPLIER_STATUSES.join(', ')}`];
  }
  if (!isBlank(method) && !PAYMENT_METHODS.includes(textOf(method))) {
    problems['payment-method'] = [`must be one of ${PAYMENT_METHODS.join(', ')}`];
  }
}

/** The supplier after a write, checked. `base` is what it takes over: the known one, or what a new one begins with. */
function write(
  edit: SupplierEdit,
  sent: JsonObject,
  base: JsonObject,
  { isNew }: { readonly isNew: boolean },
): JsonObject {
  const given = readSupplier(edit.store, sent, edit.by);
  const isNewOverApi = isNew && edit.by === 'api';
  if (edit.by === 'api') requireFields(edit, given, REQUIRED, { isNew });
  if (isNewOverApi) requireFields(edit, given, ['primary-contact'], { isNew });
  const input = isNewOverApi ? { ...given, 'primary-address': given['primary-address'] ?? {} } : given;
  const resolved = resolveReferences(edit, 'supplier', input);
  const supplier = {
    ...base,
    ...resolved,
    ...writeParts(edit, base, resolved),
    ...mergeCustomFields(base, resolved),
    ...showPaymentTermId(edit, resolved),
    id: base['id'] ?? input['id'] ?? null,
  };
  checkSupplier(edit, supplier);
  refuseProblems(edit.problems);
  return supplier;
}

const editBy = (store: CoupaStore, by: Author): SupplierEdit => ({ store, by, now: store.now(), problems: {} });

/** A new supplier is a draft unless the status is given. */
export function createSupplier(store: CoupaStore, sent: JsonObject, by: Author): JsonObject {
  const edit = editBy(store, by);
  const begin = { status: 'draft', 'on-hold': false, 'created-at': edit.now, 'updated-at': edit.now };
  const { id: wanted, ...content } = write(edit, sent, begin, { isNew: true });
  if (typeof wanted === 'number' && store.suppliers.has(wanted)) throw refuseField('id', 'has already been taken');
  const supplier = { ...content, id: store.supplierIds.take(typeof wanted === 'number' ? wanted : undefined) };
  store.suppliers.set(supplier.id, supplier);
  return supplier;
}

/** @throws {CoupaRefusal} 404 */
export function findSupplier(store: CoupaStore, id: number): JsonObject {
  const supplier = store.suppliers.get(id);
  if (!supplier) throw new CoupaRefusal(404, { base: [`There is no supplier ${id}`] });
  return supplier;
}

/** A write that changes nothing leaves `updated-at`, as Rails does, on which Coupa runs. */
export function updateSupplier(store: CoupaStore, id: number, sent: JsonObject, by: Author): JsonObject {
  const known = findSupplier(store, id);
  const edit = editBy(store, by);
  const supplier = write(edit, sent, known, { isNew: false });
  if (sameContent(known, supplier)) return known;
  const changed = { ...supplier, 'updated-at': edit.now };
  store.suppliers.set(id, changed);
  return changed;
}
