import { splitDecimal } from '@sluice/shared/decimal';
import type { AccountShare } from './accounting-to-m3.js';
import type { LineContext } from './line-to-m3.js';
import type { Measure } from './measure-line.js';
import type { OrderLineInM3 } from './order-in-m3.js';

export type LinePart = Pick<OrderLineInM3, 'quantity' | 'unit' | 'price' | 'part' | 'dimensions'>;

/**
 * A line over several accounts as one line each. The parts add up to the whole to the last decimal (largest remainder):
 * what is split is the amount of a line by amount, else the quantity in the decimals of its unit.
 */
export function splitLine(
  { quantity, unit, price, splits, decimals }: Measure,
  shares: readonly AccountShare[],
  { where, findings }: LineContext,
): LinePart[] | undefined {
  const [only] = shares;
  if (only === undefined) return undefined;
  if (shares.length === 1) return [{ quantity, unit, price, ...accounting(only) }];
  const parts = splitDecimal(
    splits === 'quantity' ? quantity : price,
    shares.map(({ weight }) => weight),
    decimals,
  );
  if (parts.includes('0' as (typeof parts)[number]))
    return findings.refuse(
      'decimals-too-fine',
      `${where}, account-allocations: ${quantity} ${unit} over ${shares.length} accounts leaves nothing for one of them (${decimals} decimals)`,
    );
  return shares.map((share, index) => {
    const value = parts[index] ?? quantity;
    return {
      part: index + 1,
      quantity: splits === 'quantity' ? value : quantity,
      unit,
      price: splits === 'quantity' ? price : value,
      ...accounting(share),
    };
  });
}

const accounting = ({ dimensions }: AccountShare) => dimensions !== undefined && { dimensions };
