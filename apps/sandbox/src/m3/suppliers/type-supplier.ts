import { Supplier as SupplierInput, type SupplierRow } from '../master/master-input.js';
import type { M3World } from '../m3-world.js';
import type { M3Record } from '../nok.js';
import type { Change } from './change-stamp.js';
import { checkCodes } from './check-codes.js';
import { mergeSupplier } from './merge-supplier.js';
import type { Supplier } from './supplier.js';
import { checkSupplier } from './write-supplier.js';

const textsOf = (row: SupplierRow): M3Record =>
  Object.fromEntries(Object.entries(row).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));

/**
 * A person types into CRS620: only what is given changes, a list of addresses or references takes the place of the one
 * before. M3 checks the same as when a program writes.
 *
 * @throws {ZodError} of what no such panel has
 * @throws {Nok} of what M3 refuses
 */
export function typeSupplier(
  m3: M3World,
  key: { cono: number; SUNO: string },
  typed: object,
  change: Change,
): Supplier {
  const known = m3.master.suppliers.find(key.cono, key.SUNO);
  const row = SupplierInput.parse({ SUNM: known?.fields['SUNM'], ...typed, ...key });
  checkSupplier(m3.master, key.cono, textsOf(row), known?.fields);
  for (const address of row.addresses ?? []) checkCodes(m3.master, key.cono, address);
  const supplier = mergeSupplier(known, row, change);
  m3.master.suppliers.put(supplier);
  return supplier;
}
