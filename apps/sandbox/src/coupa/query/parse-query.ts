import { refuseField } from '../coupa-refusal.js';
import { dashed } from '../fields/field-name.js';
import { objects } from '../fields/objects.js';
import type { FieldKind, ObjectFields } from '../fields/declare-object.js';
import type { CoupaSettings } from '../coupa-settings.js';
import { readShape, SHAPE_ARGUMENTS, type AnswerShape } from './answer-shape.js';

const OPERATORS = [
  'contains',
  'starts_with',
  'ends_with',
  'gt',
  'lt',
  'gt_or_eq',
  'lt_or_eq',
  'not_eq',
  'in',
  'not_in',
  'blank',
] as const;

export type Operator = (typeof OPERATORS)[number] | 'eq';

export interface Condition {
  readonly path: readonly string[];
  readonly kind: FieldKind;
  readonly operator: Operator;
  readonly value: string;
}

export interface Query {
  readonly objectName: string;
  readonly conditions: readonly Condition[];
  readonly limit: number;
  readonly offset: number;
  readonly orderBy: string;
  readonly orderKind: FieldKind;
  readonly descending: boolean;
  readonly shape: AnswerShape;
  /** Orders only: lines that were removed are shown too. */
  readonly showDeletedLines: boolean;
}

/** What is the tenant's of a query: its custom fields and its API filters. */
type QuerySettings = Pick<CoupaSettings, 'topLevelCustomFields' | 'customFields' | 'apiFilters'>;

const NO_SETTINGS: QuerySettings = { topLevelCustomFields: [], apiFilters: [] };

/** Coupa documents 50 records per GET at most; more are not given, whatever is asked. */
const LIMIT_MAX = 50;

const isOperator = (name: string): name is Exclude<Operator, 'eq'> => OPERATORS.some((operator) => operator === name);

const isTextOperator = (operator: Operator): boolean => ['contains', 'starts_with', 'ends_with'].includes(operator);

const isScalar = (kind: FieldKind): boolean => ['integer', 'boolean', 'time', 'text', 'decimal'].includes(kind.kind);

/** What is not known of a custom field is compared as text. */
const CUSTOM: FieldKind = { kind: 'text', length: Number.POSITIVE_INFINITY };

interface Place {
  readonly path: readonly string[];
  readonly kind: FieldKind;
}

/** `supplier-id` is the id of the supplier, where a document has no field of that name. */
function referenceOf(fields: ObjectFields | undefined, step: string): string | undefined {
  const name = step.endsWith('-id') ? step.slice(0, -'-id'.length) : '';
  return fields?.get(name)?.kind === 'object' ? name : undefined;
}

function findCustomField(path: readonly string[], name: string, settings: QuerySettings): Place | undefined {
  const isNested = path[0] === 'custom-fields' && path.length > 1;
  const field = isNested ? path[1] : path[0];
  if (field === undefined) return undefined;
  if (!isNested) return settings.topLevelCustomFields.includes(field) ? { path, kind: CUSTOM } : undefined;
  if (settings.customFields?.includes(field) === false) throw refuseField(name, `${field} is no custom field`);
  return { path, kind: CUSTOM };
}

/** Where the value of a condition stands. @throws {CoupaRefusal} where the object has no such value */
function findPlace(objectName: string, asked: readonly string[], name: string, settings: QuerySettings): Place {
  const custom = findCustomField(asked, name, settings);
  if (custom) return custom;
  let fields = objects[objectName];
  let kind: FieldKind | undefined;
  const path: string[] = [];
  for (const step of asked) {
    const reference = fields?.has(step) ? undefined : referenceOf(fields, step);
    kind = reference === undefined ? fields?.get(step) : { kind: 'integer' };
    if (!kind) throw refuseField(name, `${step} is no field to ask for`);
    path.push(...(reference === undefined ? [step] : [reference, 'id']));
    fields = kind.kind === 'object' || kind.kind === 'list' ? objects[kind.of] : undefined;
  }
  if (!kind || !isScalar(kind)) throw refuseField(name, 'is no field with a value to compare');
  return { path, kind };
}

function checkOperand(kind: FieldKind, operator: Operator, value: string, name: string): void {
  if (kind.kind === 'time' && isTextOperator(operator)) throw refuseField(name, `${operator} does not work on dates`);
  if (operator === 'blank') {
    if (value !== 'true' && value !== 'false') throw refuseField(name, 'blank takes true or false');
    return;
  }
  for (const one of operator === 'in' || operator === 'not_in' ? value.split(',') : [value]) {
    const isFit =
      kind.kind === 'integer'
        ? /^-?\d+$/.test(one)
        : kind.kind === 'boolean'
          ? one === 'true' || one === 'false'
          : kind.kind === 'time'
            ? !Number.isNaN(Date.parse(one)) && /^\d{4}-\d{2}-\d{2}/.test(one)
            : kind.kind !== 'decimal' || /^-?\d+(\.\d+)?$/.test(one);
    if (!isFit) throw refuseField(name, `"${one}" is no ${kind.kind}`);
  }
}

/** `updated_at[gt_or_eq]`, `supplier[number]`, `supplier_id`, `order_lines[account][code][in]`, `custom_fields[erp_po_no]`. */
function parseCondition(objectName: string, name: string, value: string, settings: QuerySettings): Condition {
  const parts = [...name.matchAll(/\[([^[\]]+)\]/g)].map((match) => match[1] ?? '');
  const whole = name.replaceAll(/\[[^[\]]+\]/g, '');
  if (!/^[\w-]+$/.test(whole)) throw refuseField(name, 'is no condition');
  const last = parts.at(-1);
  const operator = last !== undefined && isOperator(last) ? last : 'eq';
  const asked = [whole, ...(operator === 'eq' ? parts : parts.slice(0, -1))].map(dashed);
  const { path, kind } = findPlace(objectName, asked, name, settings);
  checkOperand(kind, operator, value, name);
  return { path, kind, operator, value };
}

function readNumber(name: string, value: string, minimum: number): number {
  if (!/^\d+$/.test(value) || Number(value) < minimum) throw refuseField(name, `must be a number from ${minimum}`);
  return Number(value);
}

/**
 * Reads the arguments of a GET on a list or on one record. Conditions are joined by AND. Unknown arguments are refused:
 * a filter that is not understood must not look like one that fits everything.
 *
 * @throws {CoupaRefusal} 400
 */
export function parseQuery(objectName: string, query: string, settings: QuerySettings = NO_SETTINGS): Query {
  const conditions: Condition[] = [];
  let limit = LIMIT_MAX;
  let offset = 0;
  let orderBy = 'id';
  let orderKind: FieldKind = { kind: 'integer' };
  let descending = false;
  let showDeletedLines = false;
  const given = new URLSearchParams(query);
  for (const [name, value] of given) {
    if (SHAPE_ARGUMENTS.includes(name)) continue;
    if (name === 'limit') limit = Math.min(LIMIT_MAX, readNumber(name, value, 1));
    else if (name === 'offset') offset = readNumber(name, value, 0);
    else if (name === 'order_by') {
      orderBy = dashed(value);
      orderKind = findPlace(objectName, [orderBy], name, NO_SETTINGS).kind;
    } else if (name === 'dir') {
      if (value !== 'asc' && value !== 'desc') throw refuseField(name, 'must be asc or desc');
      descending = value === 'desc';
    } else if (name === 'show_deleted_lines' && objectName === 'order-header') {
      if (value !== 'true' && value !== 'false') throw refuseField(name, 'must be true or false');
      showDeletedLines = value === 'true';
    } else conditions.push(parseCondition(objectName, name, value, settings));
  }
  const shape = readShape(objectName, given, settings, { isWrite: false });
  return { objectName, conditions, limit, offset, orderBy, orderKind, descending, shape, showDeletedLines };
}
