import type { CoupaPurchaseOrder } from '@sluice/shared/coupa/purchase-order';
import { linesPerOrderMax, m3Fields } from '@sluice/shared/m3/field';
import { addressToM3, isOneOff } from './address-to-m3.js';
import { dateToM3, daysLater, type M3Date } from './date-to-m3.js';
import { Findings } from './findings.js';
import { labelOf } from './line-label.js';
import { lineToM3, type UnnumberedLine } from './line-to-m3.js';
import { dayOf, type Days } from './mapped-on.js';
import { lineKey, type OrderInM3, type OrderLineInM3 } from './order-in-m3.js';
import type { OrderView } from '../order-view.js';
import { type LineToOrder, routeCompany, type Route } from './route-company.js';
import type { PurchaseOrderSettings } from '../settings.js';
import { type Warehouse, warehouseOfOrder } from './warehouse-to-m3.js';

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

/** What M3 must hold, or all that stands in the way. */
export type OrderToM3 = { readonly order: OrderInM3 } | { readonly findings: Findings };

/** Coupa's order in M3's words, with today's mappings. */
export function orderToM3(coupa: CoupaPurchaseOrder, context: OrderContext): OrderToM3 {
  const { lookup, settings, confirmed, placed } = context;
  const findings = new Findings(daysOf(coupa, context));
  const wanted = linesOf(coupa, findings);
  const route = routeCompany(wanted, lookup, settings, findings);
  const { fields, currency, warehouse, dateByDefault } = headOf(coupa, route, context, findings);
  const itemsNotBefore = placed || settings.pastDates === 'send' ? undefined : orderedOn(coupa, settings);
  const supplier = supplierOf(coupa, route, context, findings);
  const parts = (checkCount(wanted.length, findings) ? wanted : []).map(({ line, where }) =>
    lineToM3(line, { where, dateByDefault, itemsNotBefore, currency, route, warehouse, lookup, settings, findings }),
  );
  const lines = parts.flatMap((part) => part ?? []);
  checkCount(lines.length, findings);
  const [deliveryDate] = lines.map((line) => line.deliveryDate).toSorted();
  const isWhole = findings.problems.length === 0 && findings.missing.length === 0 && !parts.includes(undefined);
  if (!isWhole || route === undefined || fields === undefined || supplier === undefined || deliveryDate === undefined)
    return { findings };
  return {
    order: {
      ...route,
      ...fields,
      supplier,
      orderType: settings.orderType,
      deliveryDate,
      lines: numbered(lines, confirmed),
    },
  };
}

function daysOf(coupa: CoupaPurchaseOrder, { settings: { timeZone }, now }: OrderContext): Days {
  const today = dayOf(now, timeZone) ?? now.slice(0, 10);
  const created = coupa['created-at'];
  return { ordered: (created === undefined ? undefined : dayOf(created, timeZone)) ?? today, today, timeZone };
}

const orderedOn = (
  { 'created-at': created }: CoupaPurchaseOrder,
  { timeZone }: PurchaseOrderSettings,
): M3Date | undefined => (created === undefined ? undefined : dateToM3(created, timeZone));

type HeadFields = Pick<
  OrderInM3,
  'reference' | 'warehouse' | 'facility' | 'deliveryAddress' | 'currency' | 'paymentTerms' | 'buyer' | 'orderDate'
>;

function headOf(
  coupa: CoupaPurchaseOrder,
  route: Route | undefined,
  { lookup, settings }: OrderContext,
  findings: Findings,
): {
  fields: HeadFields | undefined;
  currency: string | undefined;
  warehouse: Warehouse | undefined;
  dateByDefault: M3Date | undefined;
} {
  const reference = findings.fitting('po-number', coupa['po-number'], 'HREF');
  const warehouse = warehouseOfOrder(coupa, route, { lookup, findings });
  const address = isOneOff(coupa['ship-to-address']) ? addressToM3(coupa, findings) : undefined;
  // M3 would take the supplier's currency instead, and the prices would mean something else.
  const code = findings.needed('currency.code', coupa.currency?.code?.trim());
  const currency = findings.fitting('currency.code', code, 'CUCD');
  const term = coupa['payment-term']?.code;
  const terms = term === undefined || term.trim() === '' ? undefined : findings.mapped(lookup, 'payment-term', term);
  const orderDate = orderedOn(coupa, settings);
  return {
    fields:
      reference !== undefined && warehouse !== undefined && currency !== undefined
        ? {
            reference,
            ...warehouse,
            ...(address !== undefined && { deliveryAddress: address }),
            currency,
            ...(terms !== undefined && { paymentTerms: terms.paymentTerms }),
            ...(settings.buyer !== '' && { buyer: settings.buyer }),
            ...(orderDate !== undefined && { orderDate }),
          }
        : undefined,
    currency,
    warehouse,
    // Counted from the day the order was made and not from today: a date that moved by itself would look like a change.
    dateByDefault: orderDate === undefined ? undefined : daysLater(orderDate, settings.leadTimeDays),
  };
}

function supplierOf(
  coupa: CoupaPurchaseOrder,
  route: Route | undefined,
  { lookup, placed }: OrderContext,
  findings: Findings,
): string | undefined {
  const id = findings.needed('supplier.id', coupa.supplier?.id);
  if (id === undefined) return undefined;
  const { ref, value } = lookup('xref.supplier.v1', id);
  if (value === undefined || value.removed === true) return findings.awaitsSupplier(ref);
  if (route === undefined) return undefined;
  const ofCompany = value.entries.filter(({ company }) => company === route.company);
  const entry =
    ofCompany.find(({ division }) => division === route.division) ??
    ofCompany.find(({ division }) => division === undefined);
  if (entry === undefined) return findings.awaitsSupplier(ref, route.company);
  if (entry.blocked && !placed) {
    findings.watched.push(ref);
    return findings.refuse(
      'supplier-blocked',
      `supplier: M3 lets no order be placed with ${entry.number} (${coupa.supplier?.name ?? `Coupa ${id}`}) in company ${route.company}`,
    );
  }
  return entry.number;
}

/** The lines to be ordered: one that Coupa cancelled has no part in anything. */
function linesOf(coupa: CoupaPurchaseOrder, findings: Findings): LineToOrder[] {
  const wanted = (coupa['order-lines'] ?? [])
    .map((line, index) => ({ line, where: labelOf(line, index) }))
    .filter(({ line }) => line.status !== 'cancelled' && line.status !== 'canceled');
  if (wanted.length === 0) findings.refuse('value-missing', 'order-lines is empty: there is nothing to order');
  return wanted;
}

function checkCount(count: number, findings: Findings): boolean {
  if (count <= linesPerOrderMax) return true;
  findings.refuse(
    'lines-too-many',
    `order-lines: ${count} lines, M3's line number (${m3Fields.PNLI.length} digits) ends at ${linesPerOrderMax}`,
  );
  return false;
}

/** Each line with the number that it has or gets in M3: numbers once given stay, new lines go on after them. */
function numbered(lines: readonly UnnumberedLine[], confirmed: OrderInM3 | undefined): OrderLineInM3[] {
  const numbers = new Map(confirmed?.lines.map((line) => [lineKey(line), line.number]));
  let last = Math.max(0, ...numbers.values());
  return lines.map((line) => ({ ...line, number: numbers.get(lineKey(line)) ?? ++last }));
}
