import { mappingKey } from '@sluice/shared/messages/mapping';
import type { CoupaOrderLine } from '@sluice/shared/coupa/purchase-order';
import { decimalsOf, Exact, toDecimalText, type DecimalText } from '@sluice/shared/decimal';
import { currencyDecimals } from './currency-decimals.js';
import type { Findings } from './findings.js';
import type { LineContext } from './line-to-m3.js';

/** How much of a line is ordered, and at what price. */
export interface Measure {
  readonly quantity: DecimalText;
  readonly unit: string;
  readonly price: DecimalText;
  /** What is divided when the line is split over accounts, and how fine. */
  readonly splits: 'quantity' | 'price';
  readonly decimals: number;
}

/** The key, in the mapping of units, of the unit in which lines by amount are ordered: Coupa gives them none. */
export const amountUnit = '(amount)';

export function measureLine(line: CoupaOrderLine, context: LineContext): Measure | undefined {
  switch (line.type) {
    case 'OrderQuantityLine':
      return byQuantity(line, context);
    case 'OrderAmountLine':
      return byAmount(line, context);
    default:
      return context.findings.refuse(
        'kind-not-yet-supported',
        `${context.where}, type: ${line.type.unknown} is neither a line with a quantity nor one with an amount`,
      );
  }
}

function byQuantity(line: CoupaOrderLine, context: LineContext): Measure | undefined {
  const { where, lookup, findings } = context;
  const quantity = decimalOf(`${where}, quantity`, line.quantity, 'ORQA', findings);
  const code = findings.needed(`${where}, uom.code`, line.uom?.code);
  const unit = code === undefined ? undefined : findings.mapped(lookup, 'unit', code);
  const price = decimalOf(`${where}, price`, line.price, 'PUPR', findings);
  if (quantity === undefined || unit === undefined || price === undefined) return undefined;
  const decimals = Number(unit.decimals);
  const total = line.total ?? toDecimalText(new Exact(quantity).times(price));
  const isFine = isInUnit(quantity, unit, context) && isWhole(total, context);
  return isFine ? { quantity, unit: unit.unit, price, splits: 'quantity', decimals } : undefined;
}

/**
 * A line by amount has no quantity. M3 gets the amount as quantity at a price of one, so that a part can be received and
 * invoiced by its value; by setting, one at the price of the amount. Coupa gives the amount as total, else as price.
 */
function byAmount(line: CoupaOrderLine, context: LineContext): Measure | undefined {
  const { where, lookup, settings, currency, findings } = context;
  const total = decimalOf(`${where}, total`, line.total ?? line.price, 'ORQA', findings);
  const unit = findings.mapped(lookup, 'unit', amountUnit);
  if (total === undefined || unit === undefined || currency === undefined) return undefined;
  const decimals = currencyDecimals(currency);
  if (decimalsOf(total) > decimals) return tooFine('total', total, currency, decimals, context);
  const one = '1' as DecimalText;
  if (settings.amountLines === 'price')
    return { quantity: one, unit: unit.unit, price: total, splits: 'price', decimals };
  if (Number(unit.decimals) < decimals)
    return findings.refuse(
      'decimals-too-fine',
      `${where}, total: unit ${unit.unit} of ${mappingKey('unit', amountUnit)} allows ${unit.decimals} decimals, ${currency} has ${decimals}`,
    );
  return { quantity: total, unit: unit.unit, price: one, splits: 'quantity', decimals };
}

function isInUnit(quantity: DecimalText, unit: { unit: string; decimals: string }, context: LineContext): boolean {
  if (decimalsOf(quantity) <= Number(unit.decimals)) return true;
  context.findings.refuse(
    'decimals-too-fine',
    `${context.where}, quantity: ${quantity} is finer than unit ${unit.unit} allows (${unit.decimals} decimals)`,
  );
  return false;
}

/** A yen has no cents. In currencies that have them M3 rounds what a fine price makes of a line. */
function isWhole(total: DecimalText | undefined, context: LineContext): boolean {
  const { currency } = context;
  if (total === undefined || currency === undefined) return true;
  if (currencyDecimals(currency) > 0 || decimalsOf(total) === 0) return true;
  tooFine('total', total, currency, 0, context);
  return false;
}

const tooFine = (
  field: string,
  value: DecimalText,
  currency: string,
  decimals: number,
  context: LineContext,
): undefined =>
  context.findings.refuse(
    'decimals-too-fine',
    `${context.where}, ${field}: ${value} is finer than ${currency} allows (${decimals} decimals)`,
  );

const decimalOf = (
  where: string,
  value: DecimalText | undefined,
  field: 'ORQA' | 'PUPR',
  findings: Findings,
): DecimalText | undefined => findings.fitting(where, findings.needed(where, value), field);
