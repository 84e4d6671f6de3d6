import { Nok } from '../nok.js';
import type { Order } from './order.js';

/** The fields that this M3 indexes. Which ones a tenant does is not public. */
const INDEXED = ['PUNO', 'SUNO', 'OURR', 'YRE1', 'ORTY', 'WHLO'];

const words = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}*]+/u)
    .filter((word) => word !== '');

interface Term {
  readonly field?: string;
  readonly words: readonly string[];
}

const TERM = /(?:([A-Z0-9]{4}):)?(?:"([^"]*)"|(\S+))/g;

function parseQuery(query: string): Term[] {
  return [...query.matchAll(TERM)].map(([, field, quoted, plain]) => {
    if (field !== undefined && !INDEXED.includes(field)) {
      throw new Nok({ code: 'CPF9898', field: 'SQRY', text: `The search index has no field ${field}` });
    }
    return { ...(field === undefined ? {} : { field }), words: words(quoted ?? plain ?? '') };
  });
}

const wordFits = (wanted: string, held: string): boolean =>
  wanted.endsWith('*') ? held.startsWith(wanted.slice(0, -1)) : held === wanted;

function termFits(term: Term, order: Order): boolean {
  const fields = term.field === undefined ? INDEXED : [term.field];
  return fields.some((field) => {
    const held = words(order.head[field] ?? '');
    return term.words.length > 0 && term.words.every((wanted) => held.some((word) => wordFits(wanted, word)));
  });
}

/**
 * Orders that fit all terms of a query such as `YRE1:2400` or `OURR:"PO 17" SUNO:Y30001`. A search index compares words:
 * `YRE1:2400` also finds an order that says `2400-2`, so that a hit proves nothing before its head was read.
 */
export function searchOrders(orders: readonly Order[], query: string): Order[] {
  const terms = parseQuery(query);
  if (terms.length === 0) throw new Nok({ code: 'CPF9898', field: 'SQRY', text: 'The search query is empty' });
  return orders.filter((order) => terms.every((term) => termFits(term, order)));
}
