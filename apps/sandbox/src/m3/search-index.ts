import { Nok, type M3Record } from './nok.js';

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

const wordFits = (wanted: string, held: string): boolean =>
  wanted.endsWith('*') ? held.startsWith(wanted.slice(0, -1)) : held === wanted;

/**
 * What an M3 search transaction looks into. A search index compares words: `YRE1:2400` also finds a record that says
 * `2400-2`, so that a hit proves nothing before the record itself was read.
 */
export class SearchIndex<Row extends object> {
  /** The words of a row's field: rows are replaced, never changed. */
  private readonly known = new WeakMap<Row, Map<string, readonly string[]>>();

  /** @param fields those that are indexed */
  constructor(
    private readonly fields: readonly string[],
    private readonly recordOf: (row: Row) => M3Record,
  ) {}

  /** The rows that fit all terms of a query such as `YRE1:2400` or `OURR:"PO 17" SUNO:Y30001`. */
  search(rows: readonly Row[], query: string): Row[] {
    const terms = this.parse(query);
    if (terms.length === 0) throw new Nok({ code: 'CPF9898', field: 'SQRY', text: 'The search query is empty' });
    return rows.filter((row) => terms.every((term) => this.fits(term, row)));
  }

  private parse(query: string): Term[] {
    return [...query.matchAll(TERM)].map(([, field, quoted, plain]) => {
      if (field !== undefined && !this.fields.includes(field)) {
        throw new Nok({ code: 'CPF9898', field: 'SQRY', text: `The search index has no field ${field}` });
      }
      return { ...(field === undefined ? {} : { field }), words: words(quoted ?? plain ?? '') };
    });
  }

  private fits(term: Term, row: Row): boolean {
    const fields = term.field === undefined ? this.fields : [term.field];
    return fields.some((field) => {
      const held = this.wordsOf(row, field);
      return term.words.length > 0 && term.words.every((wanted) => held.some((word) => wordFits(wanted, word)));
    });
  }

  private wordsOf(row: Row, field: string): readonly string[] {
    const byField = this.known.get(row) ?? new Map<string, readonly string[]>();
    this.known.set(row, byField);
    const found = byField.get(field) ?? words(this.recordOf(row)[field] ?? '');
    byField.set(field, found);
    return found;
  }
}
