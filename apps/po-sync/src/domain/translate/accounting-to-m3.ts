import type { CoupaAccount, CoupaOrderLine } from '@sluice/shared/coupa/purchase-order';
import { Exact, type DecimalText } from '@sluice/shared/decimal';
import type { M3Field } from '@sluice/shared/m3/field';
import type { Findings } from './findings.js';
import type { OrderView } from '../order-view.js';
import type { PurchaseOrderSettings } from '../settings.js';

/** M3's accounting dimensions, in their order. */
export const dimensionFields = ['AIT1', 'AIT2', 'AIT3', 'AIT4', 'AIT5', 'AIT6', 'AIT7'] as const satisfies M3Field[];

/** A share of a line and the dimensions that it is booked on; none where M3's own rules decide. */
export interface AccountShare {
  readonly weight: DecimalText;
  readonly dimensions?: readonly string[];
}

export interface AccountingContext {
  readonly where: string;
  readonly lookup: OrderView['lookup'];
  readonly settings: PurchaseOrderSettings;
  readonly findings: Findings;
}

/**
 * The accounts of a line as M3's accounting dimensions. M3 takes one accounting string a line and no percentages: of a
 * line split over several accounts each share becomes a line of its own, or, by setting, the largest stands for all and
 * the invoice carries the split.
 */
export function accountingToM3(line: CoupaOrderLine, context: AccountingContext): readonly AccountShare[] {
  const { where, settings } = context;
  const allocations = line['account-allocations'] ?? [];
  if (allocations.length <= 1)
    return [shareOf(line.account ?? allocations[0]?.account, whole, `${where}, account`, context)];
  const weights = weightsOf(line, context);
  if (weights === undefined) return [];
  if (settings.splitAccounting === 'largest') {
    const largest = weights.reduce((best, weight, index) => (isMore(weight, weights[best]) ? index : best), 0);
    return [shareOf(allocations[largest]?.account, whole, `${where}, account-allocations ${largest + 1}`, context)];
  }
  const shares = allocations.map(({ account }, index) =>
    shareOf(account, weights[index] ?? whole, `${where}, account-allocations ${index + 1}`, context),
  );
  // Where M3's own rules decide for all of them, there is nothing to keep apart.
  return shares.some(({ dimensions }) => dimensions !== undefined) ? shares : [{ weight: whole }];
}

const whole = '1' as DecimalText;

const isMore = (left: DecimalText, right: DecimalText | undefined): boolean =>
  right === undefined || new Exact(left).greaterThan(right);

/** Coupa gives percentages, or amounts. */
function weightsOf(line: CoupaOrderLine, { where, findings }: AccountingContext): readonly DecimalText[] | undefined {
  const allocations = line['account-allocations'] ?? [];
  for (const field of ['pct', 'amount'] as const) {
    const weights = allocations.map((allocation) => allocation[field]);
    if (weights.every((weight) => weight !== undefined && new Exact(weight).greaterThan(0)))
      return weights as DecimalText[];
  }
  return findings.refuse('value-missing', `${where}, account-allocations: neither pct nor amount is there for each`);
}

function shareOf(
  account: CoupaAccount | undefined,
  weight: DecimalText,
  where: string,
  context: AccountingContext,
): AccountShare {
  if (account === undefined) return { weight };
  const dimensions = sourcesFor(account, context).map((source, index) =>
    dimensionOf(account, source, dimensionFields[index], where, context),
  );
  return dimensions.some((dimension) => dimension !== '') ? { weight, dimensions } : { weight };
}

/**
 * Where each dimension comes from: by the mapping of the chart of accounts, else by the segments that the installation
 * names for all charts. A chart without either is waited for; one whose row names no source is left to M3's own rules.
 */
function sourcesFor(account: CoupaAccount, { lookup, settings, findings }: AccountingContext): readonly string[] {
  const segments = settings.accountingSegments.map((segment) => `segment-${segment}`);
  const chart = account['account-type']?.name?.trim() ?? '';
  if (chart === '') return segments;
  const { value } = lookup('mapping.v1', `accounting/${chart}`);
  if (segments.length > 0 && (value === undefined || value.removed === true)) return segments;
  const row = findings.mapped(lookup, 'accounting', chart);
  if (row === undefined) return [];
  return [
    row.dimension1,
    row.dimension2,
    row.dimension3,
    row.dimension4,
    row.dimension5,
    row.dimension6,
    row.dimension7,
  ].map((source) => source ?? '');
}

/** `segment-3`, `segment-3:cost-centre` (translated by that table), or `=4711` (always this); empty: none. */
function dimensionOf(
  account: CoupaAccount,
  source: string,
  field: M3Field | undefined,
  where: string,
  { lookup, findings }: AccountingContext,
): string {
  if (source === '' || field === undefined) return '';
  if (source.startsWith('=')) return source.slice(1);
  const [segment = '', table] = source.split(':');
  const written = account[segment];
  const text = typeof written === 'string' ? written.trim() : '';
  if (text === '') return '';
  const value = table === 'cost-centre' ? findings.mapped(lookup, 'cost-centre', text)?.code : text;
  return findings.fitting(`${where}.${segment}`, value, field) ?? '';
}
