import type { CoupaAccount } from '@sluice/shared/coupa/purchase-order';
import { addDecimals, decimalsOf, Exact, splitDecimal, type DecimalText } from '@sluice/shared/decimal';
import type { M3Field } from '@sluice/shared/m3/field';
import { fitting } from './check-field.js';
import type { FieldLengths } from './field-lengths.js';
import { hasRow, mapped, type Mappings } from './mapped.js';
import { all, andThen, found, map, problem, type Translated } from './translated.js';

/** Where a line is booked, which lines of orders and of invoices say in the same way. */
export interface AccountedLine {
  /** What the amounts of its accounts must add up to, where the line says it. */
  readonly total?: DecimalText | undefined;
  readonly account?: CoupaAccount | undefined;
  readonly 'account-allocations'?: readonly AccountAllocation[] | undefined;
}

interface AccountAllocation {
  readonly pct?: DecimalText | undefined;
  readonly amount?: DecimalText | undefined;
  readonly account?: CoupaAccount | undefined;
}

export interface AccountingSettings {
  /** Which segments of Coupa's account become M3's accounting dimensions where a chart of accounts has no mapping. */
  readonly accountingSegments: readonly number[];
  /** A line over several accounts: a line in M3 each, or the largest stands for all and the invoice is split. */
  readonly splitAccounting: 'split-lines' | 'largest';
}

export interface AccountingContext {
  /** How people know the line. */
  readonly where: string;
  readonly mappings: Mappings;
  readonly settings: AccountingSettings;
  readonly lengths: FieldLengths;
}

/** M3's accounting dimensions, in their order. */
export const dimensionFields = ['AIT1', 'AIT2', 'AIT3', 'AIT4', 'AIT5', 'AIT6', 'AIT7'] as const satisfies M3Field[];

/** A share of a line and the dimensions that it is booked on; none where M3's own rules decide. */
export interface AccountShare {
  readonly weight: DecimalText;
  readonly dimensions?: readonly string[];
}

/**
 * The accounts of a line as M3's accounting dimensions. M3 takes one accounting string a line and no percentages: of a
 * line split over several accounts each share becomes a line of its own, or, by setting, the largest stands for all and
 * the invoice carries the split.
 */
export function accountingToM3(line: AccountedLine, context: AccountingContext): Translated<readonly AccountShare[]> {
  const { where, settings } = context;
  const allocations = line['account-allocations'] ?? [];
  const [only, ...others] = allocations;
  const isWhole = only === undefined || line.account !== undefined || (only.pct ?? only.amount) === undefined;
  if (others.length === 0 && isWhole)
    return all([shareOf(line.account ?? only?.account, whole, `${where}, account`, context)]);
  const share = (index: number, weight: DecimalText): Translated<AccountShare> =>
    shareOf(allocations[index]?.account, weight, `${where}, account-allocations ${index + 1}`, context);
  return andThen(weightsOf(allocations, line.total, where), (weights) => {
    if (settings.splitAccounting === 'largest') return all([share(indexOfLargest(weights), whole)]);
    // What is booked with nothing is no share; where M3's own rules decide for all of them, there is nothing to keep apart.
    const booked = weights.flatMap((weight, index) => (weight === '0' ? [] : [share(index, weight)]));
    return map(all(booked), (shares) =>
      shares.some(({ dimensions }) => dimensions !== undefined) ? shares : [{ weight: whole }],
    );
  });
}

/**
 * A quantity or an amount over the shares of a line, in so many decimals. The parts add up to the whole to the last
 * decimal (largest remainder); `undefined` when one of them would get nothing.
 */
export function splitOverShares(
  whole: DecimalText,
  shares: readonly AccountShare[],
  decimals: number,
): readonly DecimalText[] | undefined {
  const weights = shares.map(({ weight }) => weight);
  const parts = splitDecimal(whole, weights, decimals);
  return parts.some((part) => part === '0') ? undefined : parts;
}

/** The charts of accounts that a line names, each once. */
export const chartsOf = (line: AccountedLine): string[] => {
  const accounts = [line.account, ...(line['account-allocations'] ?? []).map(({ account }) => account)];
  return [...new Set(accounts.map(chartOf).filter((chart) => chart !== ''))];
};

const chartOf = (account: CoupaAccount | undefined): string => account?.['account-type']?.name?.trim() ?? '';

const whole = '1' as DecimalText;

const indexOfLargest = (weights: readonly DecimalText[]): number =>
  weights.reduce(
    (largest, weight, index) => (new Exact(weight).greaterThan(weights[largest] ?? 0) ? index : largest),
    0,
  );

/**
 * Coupa gives percentages, or amounts. They must add up to the whole line: where they do not, somebody has yet to say
 * where the rest is booked, and nobody guesses it by stretching the others.
 */
function weightsOf(
  allocations: readonly AccountAllocation[],
  total: DecimalText | undefined,
  where: string,
): Translated<readonly DecimalText[]> {
  const place = `${where}, account-allocations`;
  for (const field of ['pct', 'amount'] as const) {
    const weights = allocations.flatMap((allocation) => allocation[field] ?? []);
    if (weights.length !== allocations.length) continue;
    const negative = weights.findIndex((weight) => new Exact(weight).lessThan(0));
    if (negative >= 0) return problem('value-negative', `${place} ${negative + 1}, ${field}: ${weights[negative]}`);
    const sum = addDecimals(weights);
    const expected = field === 'pct' ? hundred : total;
    if (expected !== undefined && !addsUpTo(expected, sum, weights, field))
      return problem('split-incomplete', `${place}: the ${words[field]} add up to ${sum}, not to ${expected}`);
    if (!new Exact(sum).isZero()) return found(weights);
  }
  return problem('value-missing', `${place}: neither pct nor amount is there for each`);
}

const hundred = '100' as DecimalText;
const words = { pct: 'percentages', amount: 'amounts' } as const;

/** Coupa rounds a percentage to ten decimals and an amount to four. */
const decimalsAtCoupa = { pct: 10, amount: 4 } as const;

/** To the last decimal, but for what rounding each of them may have taken away: thirds are 33.3333333333 each. */
function addsUpTo(
  whole: DecimalText,
  sum: DecimalText,
  weights: readonly DecimalText[],
  field: keyof typeof decimalsAtCoupa,
): boolean {
  const fineness = Math.max(...weights.map(decimalsOf));
  const roundedBy =
    fineness < decimalsAtCoupa[field] ? new Exact(0) : new Exact(10).pow(-fineness).dividedBy(2).times(weights.length);
  return new Exact(sum).minus(whole).abs().lessThanOrEqualTo(roundedBy);
}

function shareOf(
  account: CoupaAccount | undefined,
  weight: DecimalText,
  where: string,
  context: AccountingContext,
): Translated<AccountShare> {
  if (account === undefined) return found({ weight });
  const dimensions = andThen(sourcesFor(account, context), (sources) =>
    all(sources.map((source, index) => dimensionOf(account, source, dimensionFields[index], where, context))),
  );
  return map(dimensions, (values) =>
    values.some((value) => value !== '') ? { weight, dimensions: values } : { weight },
  );
}

/**
 * Where each dimension comes from: by the mapping of the chart of accounts, else by the segments that the installation
 * names for all charts. A chart without either is waited for; one whose row names no source is left to M3's own rules.
 */
function sourcesFor(account: CoupaAccount, { mappings, settings }: AccountingContext): Translated<readonly string[]> {
  const segments = settings.accountingSegments.map((segment) => `segment-${segment}`);
  const chart = chartOf(account);
  if (chart === '' || (segments.length > 0 && !hasRow(mappings, 'accounting', chart))) return found(segments);
  return map(mapped(mappings, 'accounting', chart), (row) =>
    [
      row.dimension1,
      row.dimension2,
      row.dimension3,
      row.dimension4,
      row.dimension5,
      row.dimension6,
      row.dimension7,
    ].map((source) => source ?? ''),
  );
}

/** `segment-3`, `segment-3:cost-centre` (translated by that table), or `=4711` (always this); empty: none. */
function dimensionOf(
  account: CoupaAccount,
  source: string,
  field: M3Field | undefined,
  where: string,
  { mappings, lengths }: AccountingContext,
): Translated<string> {
  if (source === '' || field === undefined) return found('');
  if (source.startsWith('=')) return found(source.slice(1));
  const [segment = '', table] = source.split(':');
  const written = account[segment];
  const text = typeof written === 'string' ? written.trim() : '';
  if (text === '') return found('');
  const value = table === 'cost-centre' ? map(mapped(mappings, 'cost-centre', text), ({ code }) => code) : found(text);
  return andThen(value, (code) => fitting(`${where}.${segment}`, code, field, lengths));
}
