import { isObject, type Json, type JsonObject } from '../../json.js';
import { refuseField } from '../coupa-refusal.js';
import type { CoupaSettings } from '../coupa-settings.js';
import { objects } from '../fields/objects.js';
import { parseSelection, selectFields, type Selection } from './select-fields.js';

/** How much of a document an answer holds. */
export interface AnswerShape {
  readonly selection: Selection | undefined;
  readonly returnObject: 'none' | 'limited' | 'shallow' | undefined;
}

type ShapeSettings = Pick<CoupaSettings, 'topLevelCustomFields' | 'apiFilters'>;

export const SHAPE_ARGUMENTS: readonly string[] = ['fields', 'filter', 'return_object'];

/** By what people know an object; Coupa shows it of what a shallow answer only refers to. */
const NATURAL_KEYS: Readonly<Record<string, readonly string[]>> = {
  account: ['code'],
  'account-type': ['name'],
  address: ['location-code'],
  'business-group': ['name'],
  commodity: ['name'],
  country: ['code'],
  currency: ['code'],
  integration: ['code'],
  item: ['item-number'],
  'order-line': ['line-num'],
  'payment-term': ['code'],
  'remit-to-address': ['remit-to-code'],
  'shipping-term': ['code'],
  supplier: ['name', 'number'],
  'tax-code': ['code'],
  uom: ['code'],
  user: ['login', 'email', 'employee-number'],
  warehouse: ['name'],
};

function readReturnObject(value: string, isWrite: boolean): AnswerShape['returnObject'] {
  if (value === 'limited' || value === 'shallow') return value;
  if (value === 'none' && isWrite) return value;
  throw refuseField('return_object', `must be ${isWrite ? 'none, limited or shallow' : 'limited or shallow'}`);
}

/** The fields of an API filter: of the one that is named, else of the one that an administrator has made the default. */
function selectByFilter(objectName: string, name: string | null, settings: ShapeSettings): Selection | undefined {
  const filters = settings.apiFilters.filter(({ object }) => object === objectName);
  const filter = name === null ? filters.find((one) => one.default) : filters.find((one) => one.name === name);
  if (filter) return parseSelection(objectName, JSON.stringify(filter.fields), settings.topLevelCustomFields);
  if (name === null) return undefined;
  throw refuseField('filter', `There is no API filter "${name}" for ${objectName}`);
}

/**
 * Reads `fields`, `filter` and `return_object`. What is named by `fields` wins over a filter.
 *
 * @throws {CoupaRefusal} 400
 */
export function readShape(
  objectName: string,
  query: URLSearchParams,
  settings: ShapeSettings,
  { isWrite }: { readonly isWrite: boolean },
): AnswerShape {
  const fields = query.get('fields');
  const returnObject = query.get('return_object');
  return {
    selection:
      fields === null
        ? selectByFilter(objectName, query.get('filter'), settings)
        : parseSelection(objectName, fields, settings.topLevelCustomFields),
    returnObject: returnObject === null ? undefined : readReturnObject(returnObject, isWrite),
  };
}

/** Nothing but the id and the natural key. */
function referTo(objectName: string, value: JsonObject): JsonObject {
  const names = ['id', ...(NATURAL_KEYS[objectName] ?? [])];
  return Object.fromEntries(names.flatMap((name) => (name in value ? [[name, value[name] ?? null] as const] : [])));
}

function shallowValue(objectName: string, field: string, value: Json): Json {
  const kind = objects[objectName]?.get(field);
  const of = kind?.kind === 'object' || kind?.kind === 'list' ? kind.of : '';
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((one) => (isObject(one) ? referTo(of, one) : one));
  }
  return isObject(value) && field !== 'custom-fields' ? referTo(of, value) : value;
}

/**
 * The part of a document that was asked for. Coupa: limited is the id; shallow is every field of the document, of what it
 * refers to the id and the natural key.
 */
export function shapeAnswer(
  objectName: string,
  record: JsonObject,
  { selection, returnObject }: AnswerShape,
): JsonObject {
  if (selection) return selectFields(record, selection);
  switch (returnObject) {
    case 'limited':
      return { id: record['id'] ?? null };
    case 'shallow':
      return Object.fromEntries(
        Object.entries(record).map(([field, value]) => [field, shallowValue(objectName, field, value)]),
      );
    case 'none':
    case undefined:
      return record;
  }
}
