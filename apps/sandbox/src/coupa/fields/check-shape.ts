import { isObject, type Json, type JsonObject } from '../../json.js';
import type { FieldKind } from './declare-object.js';
import { objects } from './objects.js';

const DECIMAL = /^-?\d+(?:\.(\d+))?$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

function problemOf(kind: FieldKind, value: Json): string | undefined {
  switch (kind.kind) {
    case 'any':
      return undefined;
    case 'integer':
      return Number.isSafeInteger(value) ? undefined : 'must be an integer';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'time':
      return typeof value === 'string' && TIME.test(value) && !Number.isNaN(Date.parse(value))
        ? undefined
        : 'must be a time in ISO 8601 with an offset';
    case 'text':
      if (typeof value !== 'string') return 'must be text';
      if (kind.values?.includes(value) === false) return `must be one of ${kind.values.join(', ')}`;
      return value.length <= kind.length ? undefined : `is too long (maximum is ${kind.length} characters)`;
    case 'decimal': {
      const match = typeof value === 'string' ? DECIMAL.exec(value) : null;
      if (!match) return 'must be a decimal number, written as text';
      const tooLong = match[0].replace(/[-.]/g, '').length > kind.digits || (match[1] ?? '').length > kind.decimals;
      return tooLong ? `must have at most ${kind.digits} digits, ${kind.decimals} of them decimals` : undefined;
    }
    case 'object':
      return isObject(value) ? undefined : 'must be an object';
    case 'list':
      return Array.isArray(value) && value.every(isObject) ? undefined : 'must be a list of objects';
  }
}

/** Field path to what is wrong with it. */
export type Problems = Record<string, string[]>;

/** Holds a value against the fields of its object: known names in kebab-case, kinds, lengths, decimals. null is absent. */
export function checkShape(objectName: string, value: JsonObject, path = ''): Problems {
  const fields = objects[objectName];
  const problems: Problems = {};
  for (const [name, content] of Object.entries(value)) {
    const where = path === '' ? name : `${path}.${name}`;
    const kind = fields?.get(name);
    if (!kind) {
      problems[where] = [`is no field of ${objectName}`];
      continue;
    }
    if (content === null) continue;
    const problem = problemOf(kind, content);
    if (problem !== undefined) {
      problems[where] = [problem];
    } else if (kind.kind === 'object' && isObject(content)) {
      Object.assign(problems, checkShape(kind.of, content, where));
    } else if (kind.kind === 'list' && Array.isArray(content)) {
      const list = content as readonly JsonObject[];
      list.forEach((one, index) => Object.assign(problems, checkShape(kind.of, one, `${where}[${index}]`)));
    }
  }
  return problems;
}
