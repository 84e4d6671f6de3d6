import type { CoupaOrderLine, CoupaPurchaseOrder } from '@sluice/shared/coupa/purchase-order';
import type { Findings } from './findings.js';
import type { OrderView } from '../order-view.js';
import type { Route } from './route-company.js';
import type { PurchaseOrderSettings } from '../settings.js';

export interface Warehouse {
  readonly warehouse: string;
  readonly facility: string;
}

interface WarehouseContext {
  readonly lookup: OrderView['lookup'];
  readonly settings: PurchaseOrderSettings;
  readonly findings: Findings;
}

/**
 * The key, in the mapping of ship-to locations, of the warehouse that books the goods of one-off addresses: Coupa gives
 * those no code, and each company has warehouses of its own.
 */
export const oneOffKey = ({ company, division }: Route): string =>
  `(one-off) ${company}${division === '' ? '' : `/${division}`}`;

/** The warehouse that the order goes to, by the location of its ship-to address. */
export function warehouseOfOrder(
  { 'ship-to-address': address }: CoupaPurchaseOrder,
  route: Route | undefined,
  { lookup, findings }: Pick<WarehouseContext, 'lookup' | 'findings'>,
): Warehouse | undefined {
  const location = address?.['location-code']?.trim() ?? '';
  if (location !== '') return findings.mapped(lookup, 'ship-to', location);
  // Without a route it is not known yet which row is missing.
  return route === undefined ? undefined : findings.mapped(lookup, 'ship-to', oneOffKey(route));
}

/**
 * The warehouse of a line where it is not the order's: nothing where it is, `undefined` where something is missing or
 * wrong. M3 takes lines for several warehouses into one order, but not for several divisions.
 */
export function warehouseOfLine(
  line: CoupaOrderLine,
  ofOrder: Warehouse | undefined,
  route: Route | undefined,
  { where, lookup, settings, findings }: WarehouseContext & { readonly where: string },
): Partial<Warehouse> | undefined {
  const name = line['receiving-warehouse']?.name?.trim() ?? '';
  if (name === '' || settings.lineWarehouses === 'as-order') return {};
  const row = findings.mapped(lookup, 'warehouse', name);
  if (row === undefined) return undefined;
  const { warehouse, facility, company = route?.company, division = route?.division } = row;
  if (route !== undefined && (company !== route.company || division !== route.division))
    return findings.refuse(
      'companies-mixed',
      `${where}, receiving-warehouse: ${name} is in ${company}/${division} of M3, the order goes to ${route.company}/${route.division}`,
    );
  return warehouse === ofOrder?.warehouse && facility === ofOrder.facility ? {} : { warehouse, facility };
}
