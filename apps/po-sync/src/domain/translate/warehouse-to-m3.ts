import type { CoupaOrderLine, CoupaPurchaseOrder } from '@sluice/shared/coupa/purchase-order';
import { mapped, type Mappings } from '@sluice/translation/mapped';
import type { LabelledLine, Route } from '@sluice/translation/route-company';
import { andThen, combine, found, map, problem, type Translated } from '@sluice/translation/translated';
import type { PurchaseOrderSettings } from '../settings.js';

export interface Warehouse {
  readonly warehouse: string;
  readonly facility: string;
}

export interface WarehouseContext {
  /** Of the order, as is the warehouse. */
  readonly route: Translated<Route>;
  readonly warehouse: Translated<Warehouse>;
  readonly mappings: Mappings;
  readonly settings: Pick<PurchaseOrderSettings, 'lineWarehouses'>;
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
  route: Translated<Route>,
  mappings: Mappings,
): Translated<Warehouse> {
  const location = address?.['location-code']?.trim() ?? '';
  if (location !== '') return mapped(mappings, 'ship-to', location);
  // Without a route it is not known yet which row is missing.
  return andThen(route, (known) => mapped(mappings, 'ship-to', oneOffKey(known)));
}

/**
 * The warehouse of a line where it is not the order's; nothing where it is. M3 takes lines for several warehouses into
 * one order, but not for several divisions.
 */
export function warehouseOfLine(
  { line, where }: LabelledLine<CoupaOrderLine>,
  { route, warehouse: ofOrder, mappings, settings }: WarehouseContext,
): Translated<Partial<Warehouse>> {
  const name = line['receiving-warehouse']?.name?.trim() ?? '';
  if (name === '' || settings.lineWarehouses === 'as-order') return found({});
  const inDivision = andThen(combine({ row: mapped(mappings, 'warehouse', name), order: route }), ({ row, order }) => {
    const { warehouse, facility, company = order.company, division = order.division } = row;
    if (company === order.company && division === order.division) return found({ warehouse, facility });
    return problem(
      'companies-mixed',
      `${where}, receiving-warehouse: ${name} is in ${company}/${division} of M3, the order goes to ${order.company}/${order.division}`,
    );
  });
  return map(combine({ own: inDivision, order: ofOrder }), ({ own, order }) =>
    own.warehouse === order.warehouse && own.facility === order.facility ? {} : own,
  );
}
