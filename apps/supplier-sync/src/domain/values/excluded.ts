import { toCode } from '@sluice/shared/code-text';
import { CoupaSupplier } from '@sluice/shared/coupa/supplier';

/** Suppliers that are none of M3's: those of whose fields one has one of these values. */
export interface Exclusion {
  /** The names of the field, dots leading deeper. */
  readonly field: string;
  readonly values: readonly string[];
}

/**
 * What is written as `one-time-supplier=true; custom-fields.kind=employee|intercompany`, or what is wrong with it. A field
 * that is never asked of Coupa would exclude nobody, and nobody would notice.
 */
export function readExclusions(written: string): readonly Exclusion[] | { readonly complaint: string } {
  const rules = written.split(';').map((rule) => rule.trim());
  const exclusions: Exclusion[] = [];
  for (const rule of rules.filter((one) => one !== '')) {
    const [, field = '', listed = ''] = /^([^=]*)=(.*)$/.exec(rule) ?? [];
    const values = listed.split('|').map(toCode);
    if (!/^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i.test(field.trim()) || values.includes(''))
      return { complaint: `"${rule}" is no rule: field=value or field=value|value is expected, rules separated by ;` };
    const [first = ''] = field.trim().split('.');
    if (!isAsked(first))
      return {
        complaint: `"${rule}": ${first} is no field of a supplier that is asked of Coupa; those are ${asked.join(', ')}`,
      };
    exclusions.push({ field: field.trim(), values });
  }
  return exclusions;
}

/** The rule that excludes the supplier, in words, or nothing. */
export function excludedBy(supplier: CoupaSupplier, exclusions: readonly Exclusion[]): string | undefined {
  for (const { field, values } of exclusions) {
    const held = valuesAt(supplier, field).find((one) => values.includes(one));
    if (held !== undefined) return `${field} is ${held}`;
  }
  return undefined;
}

const asked = [...Object.keys(CoupaSupplier.shape), 'custom-fields'];
const isAsked = (field: string): boolean => asked.includes(field);

/** The value at a path; several where a list lies on it. Fields of a tenant's own lie beside the others in older ones. */
function valuesAt(supplier: CoupaSupplier, field: string): string[] {
  const path = field.split('.');
  const inPlace = follow(supplier, path);
  return inPlace.length > 0 || path[0] !== 'custom-fields' ? inPlace : follow(supplier, path.slice(1));
}

function follow(value: unknown, path: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => follow(one, path));
  const [name, ...deeper] = path;
  if (name === undefined)
    return typeof value === 'object' || value === undefined ? textOfLookup(value) : [toCode(String(value))];
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, name)) return [];
  return follow((value as Readonly<Record<string, unknown>>)[name], deeper);
}

/** A field of Coupa's that is chosen from a list is an object with a name. */
const textOfLookup = (value: unknown): string[] =>
  value === null || value === undefined ? [] : follow(value, ['name']);
