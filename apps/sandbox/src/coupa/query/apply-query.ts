import { Decimal } from 'decimal.js';
import { isObject, textOf, type Json, type JsonObject } from '../../json.js';
import type { FieldKind } from '../fields/declare-object.js';
import type { Condition, Query } from './parse-query.js';
import { shapeAnswer } from './answer-shape.js';

/** Every value at the end of the path; lists are gone through. */
function valuesAt(value: Json, path: readonly string[]): Json[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((one) => valuesAt(one, path));
  const [step, ...rest] = path;
  if (step === undefined) return [value];
  return valuesAt(isObject(value) ? (value[step] ?? null) : null, rest);
}

/** Less than, equal or greater: below, at or above zero. */
function compare(kind: FieldKind, one: Json, other: Json): number {
  if (kind.kind === 'time') return Date.parse(textOf(one)) - Date.parse(textOf(other));
  if (kind.kind === 'integer') return Number(one) - Number(other);
  if (kind.kind === 'decimal') return new Decimal(textOf(one)).cmp(textOf(other));
  const [a, b] = [textOf(one), textOf(other)];
  return a === b ? 0 : a < b ? -1 : 1;
}

function valueFits({ kind, operator, value }: Condition, held: Json): boolean {
  const isBlank = held === null || held === '';
  if (operator === 'blank') return isBlank === (value === 'true');
  if (isBlank) return operator === 'not_eq' || operator === 'not_in';
  const text = textOf(held).toLowerCase();
  switch (operator) {
    case 'eq':
      return compare(kind, held, value) === 0;
    case 'not_eq':
      return compare(kind, held, value) !== 0;
    case 'gt':
      return compare(kind, held, value) > 0;
    case 'gt_or_eq':
      return compare(kind, held, value) >= 0;
    case 'lt':
      return compare(kind, held, value) < 0;
    case 'lt_or_eq':
      return compare(kind, held, value) <= 0;
    case 'in':
      return value.split(',').some((one) => compare(kind, held, one) === 0);
    case 'not_in':
      return value.split(',').every((one) => compare(kind, held, one) !== 0);
    case 'contains':
      return text.includes(value.toLowerCase());
    case 'starts_with':
      return text.startsWith(value.toLowerCase());
    case 'ends_with':
      return text.endsWith(value.toLowerCase());
  }
}

const fits = (record: JsonObject, condition: Condition): boolean =>
  valuesAt(record, condition.path).some((held) => valueFits(condition, held));

function orderOf({ orderBy, orderKind, descending }: Query) {
  return (a: JsonObject, b: JsonObject): number => {
    const [one, other] = [a[orderBy] ?? null, b[orderBy] ?? null];
    const byField =
      one === null || other === null ? Number(other === null) - Number(one === null) : compare(orderKind, one, other);
    return (byField === 0 ? Number(a['id']) - Number(b['id']) : byField) * (descending ? -1 : 1);
  };
}

/** The page of records that a query asks for: filtered, in order, cut out, with the fields asked for. */
export function applyQuery(records: readonly JsonObject[], query: Query): JsonObject[] {
  return records
    .filter((record) => query.conditions.every((condition) => fits(record, condition)))
    .toSorted(orderOf(query))
    .slice(query.offset, query.offset + query.limit)
    .map((record) => shapeAnswer(query.objectName, record, query.shape));
}
