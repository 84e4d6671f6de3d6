import { isObject, type JsonObject } from '../../json.js';
import type { CoupaStore } from '../coupa-store.js';
import { collectCustomFields } from '../custom-fields.js';
import { checkShape, type Problems } from '../fields/check-shape.js';
import { objects } from '../fields/objects.js';
import { joinPath, refuseProblems, type Author } from './supplier-edit.js';

const TRAIL = ['created-at', 'created-by', 'updated-at', 'updated-by'];

/** Read-only in Coupa's schema. */
const READ_ONLY: Readonly<Record<string, readonly string[]>> = {
  supplier: [...TRAIL, 'coupa-connect-secret', 'id', 'remit-to-requirement', 'type'],
  address: [...TRAIL, 'type'],
  contact: [...TRAIL, 'active', 'name-fullname'],
  'remit-to-address': TRAIL,
};

function findReadOnly(objectName: string, given: JsonObject, path = ''): Problems {
  const problems: Problems = {};
  for (const [name, value] of Object.entries(given)) {
    const where = joinPath(path, name);
    if (READ_ONLY[objectName]?.includes(name)) problems[where] = ['is read-only'];
    const kind = objects[objectName]?.get(name);
    if ((kind?.kind !== 'object' && kind?.kind !== 'list') || !(kind.of in READ_ONLY) || kind.of === 'supplier') {
      continue;
    }
    if (isObject(value)) Object.assign(problems, findReadOnly(kind.of, value, where));
    if (Array.isArray(value)) {
      const list = value as readonly JsonObject[];
      list.forEach((one, index) => Object.assign(problems, findReadOnly(kind.of, one, `${where}[${index}]`)));
    }
  }
  return problems;
}

/** The payment term may be given by its id alone, in a field of its own. */
const readPaymentTerm = (input: JsonObject): JsonObject => {
  const { 'payment-term-id': id } = input;
  return id === undefined || 'payment-term' in input
    ? input
    : { ...input, 'payment-term': id === null ? null : { id } };
};

/**
 * A supplier as it was sent: its custom fields in one place, its payment term as a reference.
 *
 * @throws {CoupaRefusal} 400 for what is no field of a supplier, is of another kind or is read-only
 */
export function readSupplier(store: CoupaStore, sent: JsonObject, by: Author): JsonObject {
  const input = collectCustomFields(sent, store.settings);
  const customFields = input['custom-fields'] ?? null;
  refuseProblems({
    ...checkShape('supplier', input),
    ...(customFields !== null && !isObject(customFields) ? { 'custom-fields': ['must be an object'] } : {}),
    ...(by === 'api' ? findReadOnly('supplier', input) : {}),
  });
  return readPaymentTerm(input);
}
