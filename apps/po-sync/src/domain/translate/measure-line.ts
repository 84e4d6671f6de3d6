import type { CoupaOrderLine } from '@sluice/shared/coupa/purchase-order';
import { decimalsOf, Exact, toDecimalText, type DecimalText } from '@sluice/shared/decimal';
import { mappingKey } from '@sluice/shared/messages/mapping';
import { needed, neededFitting } from '@sluice/translation/check-field';
import { currencyDecimals } from '@sluice/translation/currency-decimals';
import type { FieldLengths } from '@sluice/translation/field-lengths';
import { mapped, type Mappings } from '@sluice/translation/mapped';
import type { LabelledLine } from '@sluice/translation/route-company';
import { andThen, combine, found, map, problem, type Translated } from '@sluice/translation/translated';
import type { PurchaseOrderSettings } from '../settings.js';

/** How much of a line is ordered, and at what price. */
export interface Measure {
  readonly quantity: DecimalText;
  readonly unit: string;
  readonly price: DecimalText;
  /** What is divided when the line is split over accounts, and how fine. */
  readonly splits: 'quantity' | 'price';
  readonly decimals: number;
}

export interface MeasureContext {
  readonly mappings: Mappings;
  readonly settings: Pick<PurchaseOrderSettings, 'amountLines'>;
  /** Of the order. */
  readonly currency: Translated<string>;
  readonly lengths: FieldLengths;
}

/** The key, in the mapping of units, of the unit in which lines by amount are ordered: Coupa gives them none. */
export const amountUnit = '(amount)';

export function measureLine(labelled: LabelledLine<CoupaOrderLine>, context: MeasureContext): Translated<Measure> {
  const { line, where } = labelled;
  switch (line.type) {
    case 'OrderQuantityLine':
      return byQuantity(labelled, context);
    case 'OrderAmountLine':
      return byAmount(labelled, context);
    case undefined:
      return problem('value-missing', `${where}, type is empty: a line with a quantity, or one with an amount?`);
    default:
      return problem(
        'kind-not-yet-supported',
        `${where}, type: ${line.type.unknown} is neither a line with a quantity nor one with an amount`,
      );
  }
}

function byQuantity(
  { line, where }: LabelledLine<CoupaOrderLine>,
  { mappings, currency, lengths }: MeasureContext,
): Translated<Measure> {
  const written = combine({
    quantity: notNegative(`${where}, quantity`, neededFitting(`${where}, quantity`, line.quantity, 'ORQA', lengths)),
    unit: andThen(needed(`${where}, uom.code`, line.uom?.code), (code) => mapped(mappings, 'unit', code)),
    price: notNegative(`${where}, price`, neededFitting(`${where}, price`, line.price, 'PUPR', lengths)),
  });
  const inUnit = andThen(written, ({ quantity, unit, price }): Translated<Measure> => {
    const decimals = Number(unit.decimals);
    if (decimalsOf(quantity) <= decimals)
      return found({ quantity, unit: unit.unit, price, splits: 'quantity', decimals });
    return problem(
      'decimals-too-fine',
      `${where}, quantity: ${quantity} is finer than unit ${unit.unit} allows (${unit.decimals} decimals)`,
    );
  });
  return andThen(inUnit, (measure) => {
    const total = line.total ?? toDecimalText(new Exact(measure.quantity).times(measure.price));
    return map(inCurrency(where, total, currency), () => measure);
  });
}

/** A yen has no cents. In currencies that have them M3 rounds what a fine price makes of a line. */
const inCurrency = (where: string, total: DecimalText | undefined, currency: Translated<string>): Translated<unknown> =>
  andThen(currency, (code) =>
    total === undefined || currencyDecimals(code) > 0 || decimalsOf(total) === 0
      ? found(total)
      : tooFine(where, total, code),
  );

/**
 * A line by amount has no quantity. M3 gets the amount as quantity at a price of one, so that a part can be received and
 * invoiced by its value; by setting, one at the price of the amount. Coupa gives the amount as total, else as price.
 */
function byAmount(
  { line, where }: LabelledLine<CoupaOrderLine>,
  { mappings, settings, currency: code, lengths }: MeasureContext,
): Translated<Measure> {
  const written = combine({
    total: notNegative(`${where}, total`, neededFitting(`${where}, total`, line.total ?? line.price, 'ORQA', lengths)),
    unit: mapped(mappings, 'unit', amountUnit),
    currency: code,
  });
  return andThen(written, ({ total, unit, currency }): Translated<Measure> => {
    const decimals = currencyDecimals(currency);
    if (decimalsOf(total) > decimals) return tooFine(where, total, currency);
    if (settings.amountLines === 'price')
      return found({ quantity: one, unit: unit.unit, price: total, splits: 'price', decimals });
    if (Number(unit.decimals) >= decimals)
      return found({ quantity: total, unit: unit.unit, price: one, splits: 'quantity', decimals });
    return problem(
      'decimals-too-fine',
      `${where}, total: unit ${unit.unit} of ${mappingKey('unit', amountUnit)} allows ${unit.decimals} decimals, ${currency} has ${decimals}`,
    );
  });
}

/** M3's batch entry orders no negative quantities, and a negative price would pay the buyer. */
const notNegative = (where: string, value: Translated<DecimalText>): Translated<DecimalText> =>
  andThen(value, (number) =>
    new Exact(number).lessThan(0) ? problem('value-negative', `${where}: ${number} is below zero`) : found(number),
  );

const one = '1' as DecimalText;

const tooFine = (where: string, total: DecimalText, currency: string): Translated<never> =>
  problem(
    'decimals-too-fine',
    `${where}, total: ${total} is finer than ${currency} allows (${currencyDecimals(currency)} decimals)`,
  );
