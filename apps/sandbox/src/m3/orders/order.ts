import { Decimal } from 'decimal.js';
import type { M3Record } from '../nok.js';
import type { Additions, LineContent } from './entry.js';

/** A purchase order as M3 holds it. */
export interface Order extends Additions {
  readonly cono: number;
  readonly divi: string;
  readonly puno: string;
  readonly msgn: string;
  readonly head: M3Record;
  readonly lines: readonly LineContent[];
  readonly createdAtMs: number;
}

/** Quantity times price, the price being per PUCD units, rounded half up to the currency's decimals. */
export function lineAmount(line: M3Record, currencyDecimals: number): string {
  const priceFor = new Decimal(line['PUCD'] ?? '0').isZero() ? '1' : (line['PUCD'] ?? '1');
  return new Decimal(line['ORQA'] ?? '0')
    .times(line['PUPR'] ?? '0')
    .div(priceFor)
    .toFixed(currencyDecimals, Decimal.ROUND_HALF_UP);
}
