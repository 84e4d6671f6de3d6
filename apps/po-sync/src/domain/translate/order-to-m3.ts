import type { CoupaOrderLine, CoupaPurchaseOrder } from '@sluice/shared/coupa/purchase-order';
import { linesPerOrderMax, m3Fields } from '@sluice/shared/m3/field';
import { needed, neededFitting } from '@sluice/translation/check-field';
import { dateToM3, daysLater, noDate, type M3Date } from '@sluice/translation/date-to-m3';
import { tenantLengths, type FieldLengths } from '@sluice/translation/field-lengths';
import { linkedSupplier } from '@sluice/translation/linked-supplier';
import { daysOf, mapped, type Mappings } from '@sluice/translation/mapped';
import { routeCompany, type LabelledLine, type Route } from '@sluice/translation/route-company';
import { all, andThen, combine, found, map, problem, type Translated } from '@sluice/translation/translated';
import { lineKey, type OrderInM3, type OrderLineInM3 } from '../m3/order-in-m3.js';
import type { OrderView } from '../order-view.js';
import type { PurchaseOrderSettings } from '../settings.js';
import { addressToM3, isOneOff } from './address-to-m3.js';
import { lineToM3, type UnnumberedLine } from './line-to-m3.js';
import { warehouseOfOrder } from './warehouse-to-m3.js';

export interface OrderContext {
  readonly lookup: OrderView['lookup'];
  readonly settings: PurchaseOrderSettings;
  /** ISO 8601. */
  readonly now: string;
  /** The order that M3 has confirmed: its lines keep their numbers, and a supplier blocked since then does not matter. */
  readonly confirmed?: OrderInM3;
  /** Whether M3 has the order already. */
  readonly placed: boolean;
}

/** Coupa's order in M3's words, with today's mappings: what M3 must hold, or all that stands in the way. */
export function orderToM3(coupa: CoupaPurchaseOrder, context: OrderContext): Translated<OrderInM3> {
  const { lookup, settings, now, confirmed, placed } = context;
  const mappings: Mappings = { lookup, days: daysOf(coupa['created-at'], now, settings.timeZone) };
  const lengths = tenantLengths(lookup('xref.m3-metadata.v1', settings.company).value, 'PPS370MI');
  const orderDate = orderedOn(coupa, settings);
  const labelled = linesToOrder(coupa);
  const route = routeCompany(labelled, mappings, settings);
  const warehouse = warehouseOfOrder(coupa, route, mappings);
  const currency = currencyOf(coupa, lengths);
  const lines = linesToM3(labelled, (line) =>
    lineToM3(line, {
      // Counted from the day the order was made and not from today: a date that moved by itself would look like a change.
      dateByDefault: orderDate === undefined ? undefined : daysLater(orderDate, settings.leadTimeDays),
      itemsNotBefore: placed || settings.pastDates === 'send' ? undefined : orderDate,
      currency,
      route,
      warehouse,
      mappings,
      settings,
      lengths,
    }),
  );
  const order = combine({
    isNotEmpty: labelled.length > 0 ? found(true) : problem('value-missing', nothingToOrder),
    route,
    reference: neededFitting('po-number', coupa['po-number'], 'HREF', lengths),
    number: numberOf(coupa, context, lengths),
    orderDate: readableOrderDate(coupa, orderDate),
    warehouse,
    address: addressOf(coupa, lengths),
    currency,
    terms: termsOf(coupa, mappings),
    supplier: supplierOf(coupa, route, context),
    lines,
  });
  return map(order, (translated) => ({
    company: translated.route.company,
    division: translated.route.division,
    reference: translated.reference,
    ...translated.warehouse,
    ...translated.address,
    currency: translated.currency,
    ...translated.terms,
    ...(settings.buyer !== '' && { buyer: settings.buyer }),
    ...(orderDate !== undefined && { orderDate }),
    supplier: translated.supplier,
    orderType: settings.orderType,
    deliveryDate: earliest(translated.lines),
    lines: numbered(translated.lines, confirmed),
  }));
}

const nothingToOrder = 'order-lines is empty: there is nothing to order';

const orderedOn = (
  { 'created-at': created }: CoupaPurchaseOrder,
  { timeZone }: PurchaseOrderSettings,
): M3Date | undefined => (created === undefined ? undefined : dateToM3(created, timeZone));

/** A date that nobody can read is corrected by a person: were it left out, M3 would take another, and so would the mappings. */
const readableOrderDate = (
  { 'created-at': created }: CoupaPurchaseOrder,
  orderDate: M3Date | undefined,
): Translated<M3Date | undefined> =>
  created === undefined || orderDate !== undefined
    ? found(orderDate)
    : problem('unreadable', `created-at: "${created}" ${noDate}`);

/** The lines to be ordered, by the number that Coupa shows, else by their place; one that Coupa cancelled has no part in anything. */
const linesToOrder = (coupa: CoupaPurchaseOrder): LabelledLine<CoupaOrderLine>[] =>
  (coupa['order-lines'] ?? [])
    .map((line, index) => ({ line, where: `Line ${line['line-num'] ?? index + 1}` }))
    .filter(({ line }) => line.status !== 'cancelled' && line.status !== 'canceled');

/** Where Coupa's number is to be M3's, it must fit there; an order that M3 has keeps the number that it has. */
const numberOf = (
  coupa: CoupaPurchaseOrder,
  { settings, placed }: OrderContext,
  lengths: FieldLengths,
): Translated<unknown> =>
  settings.orderNumbers === 'm3' || placed
    ? found(undefined)
    : neededFitting('po-number', coupa['po-number'], 'PUNO', lengths);

/** M3 would take the supplier's currency instead, and the prices would mean something else. */
const currencyOf = (coupa: CoupaPurchaseOrder, lengths: FieldLengths): Translated<string> =>
  neededFitting('currency.code', coupa.currency?.code, 'CUCD', lengths);

const addressOf = (coupa: CoupaPurchaseOrder, lengths: FieldLengths): Translated<Pick<OrderInM3, 'deliveryAddress'>> =>
  isOneOff(coupa['ship-to-address'])
    ? map(addressToM3(coupa, lengths), (deliveryAddress) => ({ deliveryAddress }))
    : found({});

function termsOf(coupa: CoupaPurchaseOrder, mappings: Mappings): Translated<Pick<OrderInM3, 'paymentTerms'>> {
  const code = coupa['payment-term']?.code ?? '';
  return code.trim() === '' ? found({}) : mapped(mappings, 'payment-term', code);
}

function supplierOf(
  { supplier }: CoupaPurchaseOrder,
  route: Translated<Route>,
  { lookup, placed }: OrderContext,
): Translated<string> {
  const linked = andThen(needed('supplier.id', supplier?.id), (id) => linkedSupplier(id, route, lookup));
  return andThen(linked, ({ number, blocked, company, ref }) => {
    if (!blocked || placed) return found(number);
    const who = `${number} (${supplier?.name ?? `Coupa ${ref.key}`}) in company ${company}`;
    return problem('supplier-blocked', `supplier: M3 lets no order be placed with ${who}`, [ref]);
  });
}

/** Every line in M3's words; too many of them are not looked at one by one. */
function linesToM3(
  labelled: readonly LabelledLine<CoupaOrderLine>[],
  translate: (line: LabelledLine<CoupaOrderLine>) => Translated<readonly UnnumberedLine[]>,
): Translated<readonly UnnumberedLine[]> {
  const counted = withinMax(labelled);
  const translated = andThen(counted, (lines) => map(all(lines.map(translate)), (parts) => parts.flat()));
  return andThen(translated, withinMax);
}

const withinMax = <Line>(lines: readonly Line[]): Translated<readonly Line[]> =>
  lines.length <= linesPerOrderMax
    ? found(lines)
    : problem(
        'lines-too-many',
        `order-lines: ${lines.length} lines, M3's line number (${m3Fields.PNLI.length} digits) ends at ${linesPerOrderMax}`,
      );

const earliest = (lines: readonly UnnumberedLine[]): M3Date =>
  lines.map(({ deliveryDate }) => deliveryDate).toSorted()[0] ?? '';

/** Each line with the number that it has or gets in M3: numbers once given stay, new lines go on after them. */
function numbered(lines: readonly UnnumberedLine[], confirmed: OrderInM3 | undefined): OrderLineInM3[] {
  const numbers = new Map(confirmed?.lines.map((line) => [lineKey(line), line.number]));
  let last = Math.max(0, ...numbers.values());
  return lines.map((line) => ({ ...line, number: numbers.get(lineKey(line)) ?? ++last }));
}
