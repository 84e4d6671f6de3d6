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
  readonly look: OrderView['look'];
  readonly settings: PurchaseOrderSettings;
  readonly findings: Findings;
}

/** The warehouse that the order goes to, by the location of its ship-to address. */
export function warehouseOfOrder(
  coupa: CoupaPurchaseOrder,
  { look, findings }: WarehouseContext,
): Warehouse | undefined {
  const location = coupa['ship-to-address']?.['location-code']?.trim() ?? '';
  if (location !== '') return findings.mapped(look, 'ship-to', location);
  return findings.refuse('kind-not-yet-supported', 'ship-to-address.location-code is empty: a one-off address');
}

/**
 * The warehouse of a line where it is not the order's: nothing where it is, `undefined` where something is missing or
 * wrong. M3 takes lines for several warehouses into one order, but not for several divisions.
 */
export function warehouseOfLine(
  line: CoupaOrderLine,
  ofOrder: Warehouse | undefined,
  route: Route | undefined,
  { where, look, settings, findings }: WarehouseContext & { readonly where: string },
): Partial<Warehouse> | undefined {
  const name = line['receiving-warehouse']?.name?.trim() ?? '';
  if (name === '' || settings.lineWarehouses === 'as-order') return {};
  const row = findings.mapped(look, 'warehouse', name);
  if (row === undefined) return undefined;
  const { warehouse, facility, company = route?.company, division = route?.division } = row;
  if (route !== undefined && (company !== route.company || division !== route.division))
    return findings.refuse(
      'companies-mixed',
      `${where}, receiving-warehouse: ${name} is in ${company}/${division} of M3, the order goes to ${route.company}/${route.division}`,
    );
  return warehouse === ofOrder?.warehouse && facility === ofOrder.facility ? {} : { warehouse, facility };
}
