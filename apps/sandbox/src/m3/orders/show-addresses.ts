import type { M3World } from '../m3-world.js';
import type { M3Record } from '../nok.js';
import type { Additions, LineContent } from './entry.js';
import type { Order } from './order.js';

/** The parts of an address, which each party of an order has under its own letter. */
const PARTS = {
  NAM: 'CONM',
  AD1: 'ADR1',
  AD2: 'ADR2',
  AD3: 'ADR3',
  AD4: 'ADR4',
  TOW: 'TOWN',
  ECA: 'ECAR',
  PON: 'PONO',
  CSC: 'CSCD',
  FRC: 'FRCO',
};

const ofParty = (letter: 'S' | 'D', address: M3Record | undefined): M3Record =>
  Object.fromEntries(Object.entries(PARTS).map(([part, field]) => [letter + part, address?.[field] ?? '']));

const deliveryAddress = (m3: M3World, { addresses }: Additions): M3Record | undefined =>
  addresses.find(({ POAD }) => Number(POAD) === m3.settings.deliveryAddressType);

function supplierAddress(m3: M3World, order: Order): M3Record | undefined {
  const supplier = m3.master.suppliers.find(order.cono, order.head['SUNO'] ?? '');
  return supplier && { CONM: supplier.fields['SUNM'] ?? '', ...supplier.addresses[0] };
}

/** The addresses of the order: its supplier's, and where it is delivered to if that was entered. */
export const showAddresses = (m3: M3World, order: Order): M3Record => ({
  CONO: String(order.cono),
  PUNO: order.puno,
  ...ofParty('S', supplierAddress(m3, order)),
  ...ofParty('D', deliveryAddress(m3, order)),
});

/** Where a line is delivered to: its own address, else the order's. */
export const showDeliveryAddress = (m3: M3World, order: Order, line: LineContent): M3Record => ({
  CONO: String(order.cono),
  PUNO: order.puno,
  PNLI: line.fields['PNLI'] ?? '',
  ...ofParty('D', deliveryAddress(m3, line) ?? deliveryAddress(m3, order)),
});
