import type { CoupaOrderLine } from '@sluice/shared/coupa/purchase-order';
import { accountingToM3 } from '@sluice/translation/accounting-to-m3';
import { fitting } from '@sluice/translation/check-field';
import { dateToM3, noDate, type M3Date } from '@sluice/translation/date-to-m3';
import type { FieldLengths } from '@sluice/translation/field-lengths';
import { mapped, type Mappings } from '@sluice/translation/mapped';
import type { LabelledLine } from '@sluice/translation/route-company';
import { taxCodeToM3 } from '@sluice/translation/tax-code-to-m3';
import { blanksAField, descriptionToM3, lengthOf } from '@sluice/translation/text-to-m3';
import { andThen, combine, found, map, problem, type Translated } from '@sluice/translation/translated';
import type { OrderLineInM3 } from '../m3/order-in-m3.js';
import type { PurchaseOrderSettings } from '../settings.js';
import { type MeasureContext, measureLine } from './measure-line.js';
import { splitLine } from './split-line.js';
import { type WarehouseContext, warehouseOfLine } from './warehouse-to-m3.js';

/** What the head says, or what is missing or wrong there, and what holds for all lines. */
export interface LineContext extends MeasureContext, WarehouseContext {
  readonly settings: PurchaseOrderSettings;
  readonly lengths: FieldLengths;
  /** The date of a line that carries none. */
  readonly dateByDefault: M3Date | undefined;
  /** A line with an item that is wanted earlier needs a person; absent where it does not. */
  readonly itemsNotBefore: M3Date | undefined;
}

export type UnnumberedLine = Omit<OrderLineInM3, 'number'>;

/** A line of Coupa's as M3 must hold it, several where it is split over accounts. */
export function lineToM3(
  labelled: LabelledLine<CoupaOrderLine>,
  context: LineContext,
): Translated<readonly UnnumberedLine[]> {
  const { line, where } = labelled;
  const { mappings, settings, lengths } = context;
  const whole = combine({
    item: itemOf(labelled, mappings, lengths),
    measure: measureLine(labelled, context),
    deliveryDate: deliveryDateOf(labelled, context),
    shares: accountingToM3(line, { where, mappings, settings, lengths }),
    warehouse: warehouseOfLine(labelled, context),
    tax: taxCodeToM3(line, { where, mappings, taxCodesFrom: settings.taxCodesFrom }),
  });
  return andThen(whole, ({ item, measure, deliveryDate, shares, warehouse, tax }) =>
    map(splitLine(measure, shares, where), (parts) =>
      parts.map((part) => ({
        coupaLineId: line.id,
        item,
        ...warehouse,
        ...part,
        deliveryDate,
        ...tax,
        ...descriptionToM3(line.description, lengths),
        ...supplierItemOf(line, lengths),
      })),
    ),
  );
}

/** Coupa's item number goes as it is; free text stands under the item that its commodity is mapped to. */
function itemOf(
  { line, where }: LabelledLine<CoupaOrderLine>,
  mappings: Mappings,
  lengths: FieldLengths,
): Translated<string> {
  const number = itemNumberOf(line);
  if (number !== '') return fitting(`${where}, item.item-number`, number, 'ITNO', lengths);
  const commodity = line.commodity?.name?.trim() ?? '';
  if (commodity === '') return problem('value-missing', `${where}, item.item-number and commodity.name are both empty`);
  return map(mapped(mappings, 'commodity', commodity), ({ item }) => item);
}

const itemNumberOf = ({ item }: CoupaOrderLine): string => item?.['item-number']?.trim() ?? '';

/** A help for people only, so it is sent where it fits and left out where it does not. */
function supplierItemOf(line: CoupaOrderLine, lengths: FieldLengths): Pick<OrderLineInM3, 'supplierItem'> {
  const supplierItem = line['source-part-num']?.trim() ?? '';
  const isTaken = lengthOf(supplierItem) <= lengths('SITE').length && !blanksAField(supplierItem);
  return supplierItem !== '' && isTaken ? { supplierItem } : {};
}

function deliveryDateOf(
  { line, where }: LabelledLine<CoupaOrderLine>,
  { dateByDefault, itemsNotBefore, settings }: LineContext,
): Translated<M3Date> {
  const written = line['need-by-date'];
  if (written === undefined || written.trim() === '')
    return dateByDefault === undefined
      ? problem('value-missing', `${where}, need-by-date and the order's created-at are both empty`)
      : found(dateByDefault);
  const date = dateToM3(written, settings.timeZone);
  if (date === undefined) return problem('unreadable', `${where}, need-by-date: "${written}" ${noDate}`);
  if (itemNumberOf(line) === '' || itemsNotBefore === undefined || date >= itemsNotBefore) return found(date);
  return problem('date-past', `${where}, need-by-date: ${date} is before the order was made, ${itemsNotBefore}`);
}
