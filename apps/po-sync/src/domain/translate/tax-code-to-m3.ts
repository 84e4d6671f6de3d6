import type { CoupaOrderLine } from '@sluice/shared/coupa/purchase-order';
import type { LineContext } from './line-to-m3.js';

/**
 * M3's VAT code of a line: nothing where it is left to M3, `undefined` where its row is missing. Coupa's order lines have
 * no field of their own for it, so the installation names the one that its users fill in. Amounts are always M3's.
 */
export function taxCodeToM3(
  line: CoupaOrderLine,
  { look, settings, findings }: Pick<LineContext, 'look' | 'settings' | 'findings'>,
): { readonly taxCode?: string } | undefined {
  if (settings.taxCodesFrom === '') return {};
  const written = valueAt(line, settings.taxCodesFrom.split('.'));
  const key = typeof written === 'string' || typeof written === 'number' ? String(written).trim() : '';
  return key === '' ? {} : findings.mapped(look, 'tax-code', key);
}

const valueAt = (value: unknown, path: readonly string[]): unknown => {
  const [field, ...deeper] = path;
  if (field === undefined) return value;
  return typeof value === 'object' && value !== null && Object.hasOwn(value, field)
    ? valueAt((value as Record<string, unknown>)[field], deeper)
    : undefined;
};
