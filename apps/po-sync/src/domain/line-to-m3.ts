import type { View } from '@sluice/reconciler/decision';
import type { CoupaOrderLine, CoupaPurchaseOrder } from '@sluice/shared/coupa/purchase-order';
import { decimalsOf, type DecimalText } from '@sluice/shared/decimal';
import { accountingToM3 } from './accounting-to-m3.js';
import { dateToM3, type M3Date } from './date-to-m3.js';
import type { Findings } from './findings.js';
import type { OrderLineInM3 } from './order-in-m3.js';
import type { PurchaseOrderSettings } from './settings.js';
import { descriptionToM3, lengthOf } from './text-to-m3.js';
import { m3Fields } from '@sluice/shared/m3/field';

export interface LineContext {
  /** How people know the line. */
  readonly where: string;
  readonly number: number;
  /** The date of a line that carries none. */
  readonly dateByDefault: M3Date | undefined;
  readonly look: View<CoupaPurchaseOrder>['look'];
  readonly settings: PurchaseOrderSettings;
  readonly findings: Findings;
}

/** A quantity line of Coupa's as M3 must hold it; `undefined` when something is missing or wrong, all of it in `findings`. */
export function lineToM3(line: CoupaOrderLine, context: LineContext): OrderLineInM3 | undefined {
  const { where, findings, settings } = context;
  if (line.type !== 'OrderQuantityLine') {
    const kind = typeof line.type === 'string' ? line.type : line.type.unknown;
    return findings.refuse('kind-not-yet-supported', `${where}, type: ${kind} is not a line with a quantity`);
  }
  const item = itemOf(line, context);
  const measured = quantityOf(line, context);
  const price = decimalOf(`${where}, price`, line.price, 'PUPR', findings);
  const deliveryDate = deliveryDateOf(line, context);
  const dimensions = accountingToM3(line, where, settings.accountingSegments, findings);
  if (item === undefined || measured === undefined || price === undefined || deliveryDate === undefined)
    return undefined;
  const supplierItem = line['source-part-num']?.trim() ?? '';
  return {
    coupaLineId: line.id,
    number: context.number,
    item,
    ...measured,
    price,
    deliveryDate,
    ...descriptionToM3(line.description),
    // A help for people only, so it is sent where it fits and left out where it does not.
    ...(supplierItem !== '' && lengthOf(supplierItem) <= m3Fields.SITE.length && { supplierItem }),
    ...(dimensions !== undefined && { dimensions }),
  };
}

/** Coupa's item number goes as it is; free text stands under the item that its commodity is mapped to. */
function itemOf(line: CoupaOrderLine, { where, look, findings }: LineContext): string | undefined {
  const number = line.item?.['item-number'];
  if (number !== undefined && number.trim() !== '')
    return findings.fitting(`${where}, item.item-number`, number.trim(), 'ITNO');
  const commodity = line.commodity?.name?.trim() ?? '';
  if (commodity === '')
    return findings.refuse('value-missing', `${where}, item.item-number and commodity.name are both empty`);
  return findings.mapped(look, 'commodity', commodity)?.item;
}

function quantityOf(
  line: CoupaOrderLine,
  { where, look, findings }: LineContext,
): { quantity: DecimalText; unit: string } | undefined {
  const quantity = decimalOf(`${where}, quantity`, line.quantity, 'ORQA', findings);
  const code = findings.needed(`${where}, uom.code`, line.uom?.code);
  const unit = code === undefined ? undefined : findings.mapped(look, 'unit', code);
  if (quantity === undefined || unit === undefined) return undefined;
  if (decimalsOf(quantity) > Number(unit.decimals))
    return findings.refuse(
      'decimals-too-fine',
      `${where}, quantity: ${quantity} is finer than unit ${unit.unit} allows (${unit.decimals} decimals)`,
    );
  return { quantity, unit: unit.unit };
}

const decimalOf = (
  where: string,
  value: DecimalText | undefined,
  field: 'ORQA' | 'PUPR',
  findings: Findings,
): DecimalText | undefined => findings.fitting(where, findings.needed(where, value) as DecimalText | undefined, field);

function deliveryDateOf(
  line: CoupaOrderLine,
  { where, dateByDefault, settings, findings }: LineContext,
): M3Date | undefined {
  const written = line['need-by-date'];
  if (written === undefined || written.trim() === '')
    return (
      dateByDefault ??
      findings.refuse('value-missing', `${where}, need-by-date and the order's created-at are both empty`)
    );
  const date = dateToM3(written, settings.timeZone);
  return date ?? findings.refuse('unreadable', `${where}, need-by-date: "${written}" is not a date`);
}
