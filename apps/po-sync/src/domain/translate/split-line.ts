import { splitOverShares, type AccountShare } from '@sluice/translation/accounting-to-m3';
import { found, problem, type Translated } from '@sluice/translation/translated';
import type { OrderLineInM3 } from '../m3/order-in-m3.js';
import type { Measure } from './measure-line.js';

export type LinePart = Pick<OrderLineInM3, 'quantity' | 'unit' | 'price' | 'part' | 'dimensions'>;

/**
 * A line over several accounts as one line each: what is split is the amount of a line by amount, else the quantity in
 * the decimals of its unit.
 */
export function splitLine(
  { quantity, unit, price, splits, decimals }: Measure,
  shares: readonly AccountShare[],
  where: string,
): Translated<readonly LinePart[]> {
  if (shares.length <= 1) return found(shares.map((only) => ({ quantity, unit, price, ...accounting(only) })));
  const values = splitOverShares(splits === 'quantity' ? quantity : price, shares, decimals);
  if (values === undefined)
    return problem(
      'decimals-too-fine',
      `${where}, account-allocations: ${quantity} ${unit} over ${shares.length} accounts leaves nothing for one of them (${decimals} decimals)`,
    );
  const parts = shares.map((share, index): LinePart => {
    const value = values[index] ?? quantity;
    return {
      part: index + 1,
      quantity: splits === 'quantity' ? value : quantity,
      unit,
      price: splits === 'quantity' ? price : value,
      ...accounting(share),
    };
  });
  return found(parts);
}

const accounting = ({ dimensions }: AccountShare) => dimensions !== undefined && { dimensions };
