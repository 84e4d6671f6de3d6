import type { CoupaOrderLine } from '@sluice/shared/coupa/purchase-order';
import { m3Fields } from '@sluice/shared/m3/field';
import { accountingToM3 } from './accounting-to-m3.js';
import { dateToM3, type M3Date } from './date-to-m3.js';
import type { Findings } from './findings.js';
import { measureLine } from './measure-line.js';
import type { OrderLineInM3 } from './order-in-m3.js';
import type { OrderView } from '../order-view.js';
import type { PurchaseOrderSettings } from '../settings.js';
import type { Route } from './route-company.js';
import { splitLine } from './split-line.js';
import { taxCodeToM3 } from './tax-code-to-m3.js';
import { descriptionToM3, lengthOf } from './text-to-m3.js';
import { type Warehouse, warehouseOfLine } from './warehouse-to-m3.js';

export interface LineContext {
  /** How people know the line. */
  readonly where: string;
  /** The date of a line that carries none. */
  readonly dateByDefault: M3Date | undefined;
  /** A line with an item that is wanted earlier needs a person; absent where it does not. */
  readonly itemsNotBefore: M3Date | undefined;
  /** What the head says, absent where it is missing or wrong, which was said there. */
  readonly currency: string | undefined;
  readonly route: Route | undefined;
  readonly warehouse: Warehouse | undefined;
  readonly lookup: OrderView['lookup'];
  readonly settings: PurchaseOrderSettings;
  readonly findings: Findings;
}

export type UnnumberedLine = Omit<OrderLineInM3, 'number'>;

/**
 * A line of Coupa's as M3 must hold it, several where it is split over accounts; `undefined` when something is missing
 * or wrong, all of it in `findings`.
 */
export function lineToM3(line: CoupaOrderLine, context: LineContext): readonly UnnumberedLine[] | undefined {
  const item = itemOf(line, context);
  const measure = measureLine(line, context);
  const deliveryDate = deliveryDateOf(line, context);
  const shares = accountingToM3(line, context);
  const warehouse = warehouseOfLine(line, context.warehouse, context.route, context);
  const tax = taxCodeToM3(line, context);
  if (item === undefined || measure === undefined || deliveryDate === undefined) return undefined;
  if (warehouse === undefined || tax === undefined) return undefined;
  const supplierItem = line['source-part-num']?.trim() ?? '';
  return splitLine(measure, shares, context)?.map((part) => ({
    coupaLineId: line.id,
    item,
    ...warehouse,
    ...part,
    deliveryDate,
    ...tax,
    ...descriptionToM3(line.description),
    // A help for people only, so it is sent where it fits and left out where it does not.
    ...(supplierItem !== '' && lengthOf(supplierItem) <= m3Fields.SITE.length && { supplierItem }),
  }));
}

/** Coupa's item number goes as it is; free text stands under the item that its commodity is mapped to. */
function itemOf(line: CoupaOrderLine, { where, lookup, findings }: LineContext): string | undefined {
  const number = line.item?.['item-number'];
  if (number !== undefined && number.trim() !== '')
    return findings.fitting(`${where}, item.item-number`, number.trim(), 'ITNO');
  const commodity = line.commodity?.name?.trim() ?? '';
  if (commodity === '')
    return findings.refuse('value-missing', `${where}, item.item-number and commodity.name are both empty`);
  return findings.mapped(lookup, 'commodity', commodity)?.item;
}

function deliveryDateOf(
  line: CoupaOrderLine,
  { where, dateByDefault, itemsNotBefore, settings, findings }: LineContext,
): M3Date | undefined {
  const written = line['need-by-date'];
  if (written === undefined || written.trim() === '')
    return (
      dateByDefault ??
      findings.refuse('value-missing', `${where}, need-by-date and the order's created-at are both empty`)
    );
  const date = dateToM3(written, settings.timeZone);
  if (date === undefined) return findings.refuse('unreadable', `${where}, need-by-date: "${written}" is not a date`);
  const isItem = (line.item?.['item-number'] ?? '').trim() !== '';
  if (!isItem || itemsNotBefore === undefined || date >= itemsNotBefore) return date;
  return findings.refuse(
    'date-past',
    `${where}, need-by-date: ${date} is before the order was made, ${itemsNotBefore}`,
  );
}
