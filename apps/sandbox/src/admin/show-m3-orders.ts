import type { M3World } from '../m3/m3-world.js';

/** The orders that M3 holds, in M3's field names; `cono`, `puno`, `yre1` and `ourr` narrow them. */
export function showM3Orders(m3: M3World, query: URLSearchParams): object[] {
  const isAsked = (name: string, value: string | undefined): boolean =>
    query.get(name) === null || query.get(name) === value;
  return m3
    .allOrders()
    .filter(
      ({ cono, puno, head }) =>
        isAsked('cono', String(cono)) &&
        isAsked('puno', puno) &&
        isAsked('yre1', head['YRE1']) &&
        isAsked('ourr', head['OURR']),
    )
    .map(({ cono, divi, puno, msgn, head, texts, addresses, charges, lines }) => ({
      cono,
      divi,
      puno,
      msgn,
      head,
      texts,
      addresses,
      charges,
      lines: lines.map(({ fields, accounting = {}, ...additions }) => ({ ...fields, accounting, ...additions })),
    }));
}
