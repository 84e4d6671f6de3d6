import type { M3World } from '../m3-world.js';
import type { M3Record } from '../nok.js';
import type { Call } from '../program.js';
import { SearchIndex } from '../search-index.js';
import type { Supplier } from './supplier.js';

/** The sandbox reads LMTS as milliseconds since 1970; its unit is not public. */
export function listSuppliers(call: Call, m3: M3World): M3Record[] {
  const { FRSU, TOSU, LMTS } = call.record;
  return m3.master.suppliers
    .of(call.cono)
    .filter((supplier) => !FRSU || supplier.SUNO >= FRSU)
    .filter((supplier) => !TOSU || supplier.SUNO <= TOSU)
    .filter((supplier) => !LMTS || Number(supplier.fields['LMTS']) >= Number(LMTS))
    .map((supplier) => supplier.fields);
}

/** From the number named on. */
export const listByNumber = (call: Call, m3: M3World): M3Record[] =>
  m3.master.suppliers
    .of(call.cono)
    .filter(({ SUNO }) => SUNO >= (call.record['SUNO'] ?? ''))
    .map(({ fields }) => fields);

/** From the name on, by name. */
export function listByName(call: Call, m3: M3World): M3Record[] {
  const from = (call.record['SUNM'] ?? '').toUpperCase();
  const named = m3.master.suppliers
    .of(call.cono)
    .map(({ fields }) => ({ fields, name: (fields['SUNM'] ?? '').toUpperCase() }))
    .filter(({ name }) => name >= from);
  return named.toSorted((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name))).map(({ fields }) => fields);
}

/** The fields that this M3 indexes. Which ones a tenant does is not public. */
const INDEXED = 'SUNO SUNM ALSU STAT SUTY CSCD CORG COR2 VRNO TINO OUCN PHNO'.split(' ');
const index = new SearchIndex<Supplier>(INDEXED, ({ fields }) => fields);

/** A supplier is found once the index knows it. */
export function searchSuppliers(call: Call, m3: M3World): M3Record[] {
  const indexedUntil = m3.indexedUntilMs();
  const indexed = m3.master.suppliers.of(call.cono).filter(({ createdAtMs }) => createdAtMs <= indexedUntil);
  return index.search(indexed, call.record['SQRY'] ?? '').map(({ SUNO, fields }) => ({
    ...fields,
    PGNM: 'CRS620',
    FILE: 'CIDMAS',
    KSTR: `${call.cono}${SUNO}`,
  }));
}
