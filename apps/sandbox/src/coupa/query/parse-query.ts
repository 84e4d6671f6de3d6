import { refuseField } from '../coupa-refusal.js';
import { dashed } from '../fields/field-name.js';
import { objects } from '../fields/objects.js';
import type { FieldKind } from '../fields/declare-object.js';
import { parseSelection, type Selection } from './select-fields.js';

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
  readonly conditions: readonly Condition[];
  readonly limit: number;
  readonly offset: number;
  readonly orderBy: string;
  readonly orderKind: FieldKind;
  readonly descending: boolean;
  readonly selection: Selection | undefined;
  /** Orders only: lines that were removed are shown too. */
  readonly showDeletedLines: boolean;
}

/** Coupa documents 50 records per GET at most; more are not given, whatever is asked. */
const LIMIT_MAX = 50;

const isOperator = (name: string): name is Exclude<Operator, 'eq'> => OPERATORS.some((operator) => operator === name);

const isTextOperator = (operator: Operator): boolean => ['contains', 'starts_with', 'ends_with'].includes(operator);

const isScalar = (kind: FieldKind): boolean => ['integer', 'boolean', 'time', 'text', 'decimal'].includes(kind.kind);

function findKind(objectName: string, path: readonly string[], name: string): FieldKind {
  let fields = objects[objectName];
  let kind: FieldKind | undefined;
  for (const step of path) {
    kind = fields?.get(step);
    if (!kind) throw refuseField(name, `${step} is no field to ask for`);
    fields = kind.kind === 'object' || kind.kind === 'list' ? objects[kind.of] : undefined;
  }
  if (!kind || !isScalar(kind)) throw refuseField(name, 'is no field with a value to compare');
  return kind;
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

/** `updated_at[gt_or_eq]`, `supplier[number]`, `order_lines[account][code][in]`. */
function parseCondition(objectName: string, name: string, value: string): Condition {
  const parts = [...name.matchAll(/\[([^[\]]+)\]/g)].map((match) => match[1] ?? '');
  const whole = name.replaceAll(/\[[^[\]]+\]/g, '');
  if (!/^[\w-]+$/.test(whole)) throw refuseField(name, 'is no condition');
  const last = parts.at(-1);
  const operator = last !== undefined && isOperator(last) ? last : 'eq';
  const path = [whole, ...(operator === 'eq' ? parts : parts.slice(0, -1))].map(dashed);
  const kind = findKind(objectName, path, name);
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
export function parseQuery(objectName: string, query: string, customFields: readonly string[] = []): Query {
  const conditions: Condition[] = [];
  let limit = LIMIT_MAX;
  let offset = 0;
  let orderBy = 'id';
  let orderKind: FieldKind = { kind: 'integer' };
  let descending = false;
  let selection: Selection | undefined;
  let showDeletedLines = false;
  for (const [name, value] of new URLSearchParams(query)) {
    if (name === 'limit') limit = Math.min(LIMIT_MAX, readNumber(name, value, 1));
    else if (name === 'offset') offset = readNumber(name, value, 0);
    else if (name === 'order_by') {
      orderBy = dashed(value);
      orderKind = findKind(objectName, [orderBy], name);
    } else if (name === 'dir') {
      if (value !== 'asc' && value !== 'desc') throw refuseField(name, 'must be asc or desc');
      descending = value === 'desc';
    } else if (name === 'show_deleted_lines' && objectName === 'order-header') {
      if (value !== 'true' && value !== 'false') throw refuseField(name, 'must be true or false');
      showDeletedLines = value === 'true';
    } else if (name === 'fields') selection = parseSelection(objectName, value, customFields);
    else conditions.push(parseCondition(objectName, name, value));
  }
  return { conditions, limit, offset, orderBy, orderKind, descending, selection, showDeletedLines };
}
