import { mapped, type Mappings } from './mapped.js';
import { found, problem, type Translated } from './translated.js';

export interface TaxCodeContext {
  /** How people know the line. */
  readonly where: string;
  readonly mappings: Mappings;
  /** The field of Coupa's line that says its tax, dots leading deeper; empty leaves the VAT code to M3. */
  readonly taxCodesFrom: string;
}

/**
 * M3's VAT code of a line; nothing where it is left to M3. Coupa's lines have no field of their own for it, so the
 * installation names the one that its users fill in; a lookup field is an object, of which the setting must name a
 * field. Amounts are always M3's.
 */
export function taxCodeToM3(
  line: object,
  { where, mappings, taxCodesFrom }: TaxCodeContext,
): Translated<{ readonly taxCode?: string }> {
  if (taxCodesFrom === '') return found({});
  const written = valueAt(line, taxCodesFrom.split('.'));
  if (written === undefined) return found({});
  if (typeof written === 'string') return mapped(mappings, 'tax-code', written);
  const message = `${where}, ${taxCodesFrom}: ${written.found} is no VAT code`;
  return problem('unreadable', `${message}; M3_TAX_CODES_FROM must name the field that holds the code`);
}

/** The text at the path, nothing where it is empty, or what stands there or on the way instead. */
function valueAt(value: unknown, path: readonly string[]): string | { readonly found: string } | undefined {
  const [field, ...deeper] = path;
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return { found: 'a list' };
  if (typeof value === 'object') {
    if (field === undefined) return { found: `an object with the fields ${Object.keys(value).join(', ')}` };
    return Object.hasOwn(value, field) ? valueAt((value as Record<string, unknown>)[field], deeper) : undefined;
  }
  if (typeof value !== 'string' && typeof value !== 'number') return { found: `a ${typeof value}` };
  const text = String(value).trim();
  if (text === '') return undefined;
  return field === undefined ? text : { found: `"${text}", which has no field ${field},` };
}
