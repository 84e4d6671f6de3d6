import { isObject, type Json, type JsonObject } from '../json.js';
import { CoupaRefusal } from './coupa-refusal.js';
import type { CoupaSettings } from './coupa-settings.js';
import type { Problems } from './fields/check-shape.js';

const customFieldsOf = (document: JsonObject): JsonObject => {
  const fields = document['custom-fields'] ?? null;
  return isObject(fields) ? fields : {};
};

const without = (document: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(document).filter(([name]) => !names.includes(name)));

const eachLine = (document: JsonObject, change: (line: JsonObject) => JsonObject): JsonObject => {
  const lines = document['order-lines'];
  if (!Array.isArray(lines)) return document;
  return { ...document, 'order-lines': (lines as readonly Json[]).map((one) => (isObject(one) ? change(one) : one)) };
};

/**
 * Takes a document's custom fields from the two places in which Coupa has them: most under `custom-fields`, those of the
 * global namespace at the top. Each has its one place: in the other it is refused.
 *
 * @throws {CoupaRefusal} 400 for a custom field that there is not
 */
export function collectCustomFields(input: JsonObject, settings: CoupaSettings): JsonObject {
  const { topLevelCustomFields, customFields: known } = settings;
  const problems: Problems = {};
  const collect = (document: JsonObject): JsonObject => {
    const nested = customFieldsOf(document);
    for (const name of Object.keys(nested)) {
      const isThere = !topLevelCustomFields.includes(name) && (known?.includes(name) ?? true);
      if (!isThere) problems[`custom-fields.${name}`] = ['is no custom field'];
    }
    const atTop = topLevelCustomFields.flatMap((name) => {
      const value = document[name];
      return value === undefined ? [] : [[name, value] as const];
    });
    if (atTop.length === 0) return document;
    return { ...without(document, topLevelCustomFields), 'custom-fields': { ...nested, ...Object.fromEntries(atTop) } };
  };
  const collected = eachLine(collect(input), collect);
  if (Object.keys(problems).length > 0) throw new CoupaRefusal(400, problems);
  return collected;
}

/** Shows the custom fields of the global namespace where they belong: at the top of the document. */
export function placeCustomFields(document: JsonObject, { topLevelCustomFields }: CoupaSettings): JsonObject {
  if (topLevelCustomFields.length === 0) return document;
  const place = (one: JsonObject): JsonObject => {
    const fields = customFieldsOf(one);
    const atTop = Object.entries(fields).filter(([name]) => topLevelCustomFields.includes(name));
    return { ...one, 'custom-fields': without(fields, topLevelCustomFields), ...Object.fromEntries(atTop) };
  };
  return eachLine(place(document), place);
}
