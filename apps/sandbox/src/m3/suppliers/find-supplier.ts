import type { M3World } from '../m3-world.js';
import { Nok, type M3Record } from '../nok.js';
import type { Call } from '../program.js';
import type { Supplier } from './supplier.js';

/**
 * The supplier of a call.
 *
 * @throws {Nok} WSU0103
 */
export function findSupplier(call: Call, m3: M3World, field = 'SUNO'): Supplier {
  const suno = call.record[field] ?? '';
  const supplier = m3.master.suppliers.find(call.cono, suno);
  if (!supplier) throw new Nok({ code: 'WSU0103', field, text: `Supplier ${suno} does not exist` });
  return supplier;
}

/** What was given, with nothing of what only says which record is meant. */
export const without = (record: M3Record, ...names: readonly string[]): M3Record =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
