import { isObject, type Json, type JsonObject } from '../../json.js';
import { refuseField } from '../coupa-refusal.js';
import { dashed } from '../fields/field-name.js';
import { objects } from '../fields/objects.js';

/** The fields that were asked for; of an object either some fields or ('all') whatever it has. */
export type Selection = ReadonlyMap<string, Selection | 'all'>;

function readSelection(objectName: string | undefined, list: Json, customFields: readonly string[]): Selection | 'all' {
  if (isObject(list) && Object.keys(list).length === 0) return 'all';
  if (!Array.isArray(list)) throw refuseField('fields', 'must be a JSON list of names and of {"name":[…]}');
  const known = objectName === undefined ? undefined : objects[objectName];
  const selection = new Map<string, Selection | 'all'>();
  for (const part of list as readonly Json[]) {
    const asked: readonly (readonly [string, Json])[] =
      typeof part === 'string' ? [[part, {}]] : isObject(part) ? Object.entries(part) : [];
    if (asked.length === 0) throw refuseField('fields', `${JSON.stringify(part)} is no field`);
    for (const [name, inner] of asked) {
      const field = dashed(name);
      const kind = known?.get(field);
      if (known && !kind && !customFields.includes(field))
        throw refuseField('fields', `${field} is no field of ${objectName}`);
      const of = kind?.kind === 'object' || kind?.kind === 'list' ? kind.of : undefined;
      selection.set(field, readSelection(of, inner, customFields));
    }
  }
  return selection;
}

/**
 * Reads `fields=["id","po_number",{"order_lines":["id"]},{"custom_fields":{}}]`.
 *
 * @param customFields those of the global namespace, which stand at the top of a document
 * @throws {CoupaRefusal} 400 when it is no JSON or names a field that the object does not have
 */
export function parseSelection(
  objectName: string,
  text: string,
  customFields: readonly string[] = [],
): Selection | undefined {
  let list: Json;
  try {
    list = JSON.parse(text) as Json;
  } catch {
    throw refuseField('fields', 'is no JSON');
  }
  const selection = readSelection(objectName, list, customFields);
  return selection === 'all' ? undefined : selection;
}

/** The record with the fields asked for; what it does not hold is null. */
export function selectFields(record: JsonObject, selection: Selection | undefined): JsonObject {
  if (!selection) return record;
  const selected: Record<string, Json> = {};
  for (const [name, inner] of selection) {
    const value = record[name] ?? null;
    if (inner === 'all') selected[name] = value;
    else if (Array.isArray(value)) {
      const list = value as readonly Json[];
      selected[name] = list.map((one) => (isObject(one) ? selectFields(one, inner) : one));
    } else selected[name] = isObject(value) ? selectFields(value, inner) : value;
  }
  return selected;
}
