import { Decimal } from 'decimal.js';
import { z } from 'zod';

/** Exact decimals: 80 digits hold the product of Coupa's longest price (46,20) and quantity (30,6) without rounding. */
export const Exact = Decimal.clone({ precision: 80, toExpNeg: -40, toExpPos: 60, rounding: Decimal.ROUND_HALF_UP });

const canonicalForm = /^(0|-?(?:[1-9]\d*(?:\.\d*[1-9])?|0\.\d*[1-9]))$/;

/**
 * A number of money or quantity as it travels in messages: plain decimal notation, a point as separator, no exponent,
 * no leading zeros, no trailing zeros after the point, no `-0`. So equal numbers are equal texts.
 */
export const DecimalText = z
  .string()
  .regex(canonicalForm, 'is not a canonical decimal such as 12.5')
  .brand('DecimalText');
export type DecimalText = z.infer<typeof DecimalText>;

/** Any decimal notation that a person or a system may write, brought to canonical form; `undefined` when it is no number. */
export function toDecimalText(written: string | number | Decimal): DecimalText | undefined {
  const text = typeof written === 'string' ? written.trim() : written;
  if (typeof text === 'string' && !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text)) return undefined;
  const exact = new Exact(text);
  if (!exact.isFinite()) return undefined;
  return (exact.isZero() ? '0' : exact.toFixed()) as DecimalText;
}

/** How many digits stand after the point. */
export const decimalsOf = (value: DecimalText): number => new Exact(value).decimalPlaces();

export const addDecimals = (values: readonly DecimalText[]): DecimalText =>
  values.reduce((sum, value) => sum.plus(value), new Exact(0)).toFixed() as DecimalText;

/** Rounded half away from zero to `decimals` places, as ledgers round. */
export const roundDecimal = (value: DecimalText, decimals: number): DecimalText =>
  toDecimalText(new Exact(value).toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP)) as DecimalText;

/**
 * Splits `total` in proportion to `weights` so that the parts add up to it exactly at `decimals` places (largest
 * remainder; of equal remainders the first part gains). The same input always gives the same parts.
 */
export function splitDecimal(total: DecimalText, weights: readonly DecimalText[], decimals: number): DecimalText[] {
  const weightSum = weights.reduce((sum, weight) => sum.plus(weight), new Exact(0));
  if (weights.length === 0 || weightSum.isZero()) throw new RangeError('a split needs weights that do not sum to zero');
  const unit = new Exact(10).pow(-decimals);
  const exactParts = weights.map((weight) => new Exact(total).times(weight).dividedBy(weightSum).dividedBy(unit));
  const floors = exactParts.map((part) => part.floor());
  const missing = new Exact(total).dividedBy(unit).minus(floors.reduce((sum, part) => sum.plus(part), new Exact(0)));
  if (!missing.isInteger())
    throw new RangeError(`${total} has more than ${decimals} decimals and cannot be split at that place`);
  const byRemainder = exactParts
    .map((part, index) => ({ index, remainder: part.minus(floors[index] as Decimal) }))
    .toSorted((left, right) => right.remainder.comparedTo(left.remainder) || left.index - right.index);
  const gains = new Set(byRemainder.slice(0, missing.toNumber()).map(({ index }) => index));
  return floors.map((floor, index) => toDecimalText(floor.plus(gains.has(index) ? 1 : 0).times(unit)) as DecimalText);
}
