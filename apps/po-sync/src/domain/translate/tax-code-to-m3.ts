import type { CoupaOrderLine } from '@sluice/shared/coupa/purchase-order';
import type { LineContext } from './line-to-m3.js';

/**
 * M3's VAT code of a line: nothing where it is left to M3, `undefined` where its row is missing or what Coupa holds is no
 * code. Coupa's order lines have no field of their own for it, so the installation names the one that its users fill in;
 * a lookup field is an object, of which the setting must name a field. Amounts are always M3's.
 */
export function taxCodeToM3(
  line: CoupaOrderLine,
  { where, lookup, settings, findings }: Pick<LineContext, 'where' | 'lookup' | 'settings' | 'findings'>,
): { readonly taxCode?: string } | undefined {
  if (settings.taxCodesFrom === '') return {};
  const written = valueAt(line, settings.taxCodesFrom.split('.'));
  if (written === undefined) return {};
  if (typeof written !== 'string') {
    const message = `${where}, ${settings.taxCodesFrom}: ${written.found} is no VAT code`;
    return findings.refuse('unreadable', `${message}; M3_TAX_CODES_FROM must name the field that holds the code`);
  }
  return findings.mapped(lookup, 'tax-code', written);
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
