import { defineM3Read, m3Text, type M3Read } from '@sluice/reconciler/read';
import { digest } from '@sluice/shared/digest';
import { absentCodes, mayBeCutFrom } from '@sluice/shared/m3/field';

/** One page of a list. */
export interface PageAsked {
  /** The last number of the page before, which M3 lists once more; empty for the first. */
  readonly from: string;
  /** Only what was changed since then, ISO 8601; left out, all. */
  readonly changedSince?: string;
  readonly size: number;
  /**
   * Which of two names the question has. What M3 refused is never asked again in the same words; a list is, after a while.
   */
  readonly name: 'list-suppliers' | 'list-suppliers-again';
  /** Nothing can have been changed since: whether M3 heeds the time at all. */
  readonly isTrial?: boolean;
}

export interface ListedSupplier {
  readonly number: string;
  /** Of what the list says about it. */
  readonly digest: string;
}

export interface Page {
  readonly suppliers: readonly ListedSupplier[];
  /** Whether there may be more. */
  readonly isFull: boolean;
}

/** What the list says of each supplier, as far as Sluice keeps it in step. Its status and address are not among it. */
const fields = ['SUNO', 'SUNM', 'PHNO', 'CSCD', 'ECAR', 'LNCD', 'TEDL', 'MODL', 'VTCD', 'TEPY', 'OUCN', 'TINO', 'PRSU'];

/**
 * CRS620MI LstSuppliers, in the order of the numbers. Infor calls LMTS the "last import's timestamp" and gives no unit;
 * fields of 18 digits with that name hold milliseconds since 1970 elsewhere in M3. Where it has another unit, M3 may list
 * all that it holds, so it is tried first.
 */
export const listSuppliers = ({ from, changedSince, size, name, isTrial = false }: PageAsked): M3Read<Page> =>
  defineM3Read({
    id: isTrial ? `try-${name}` : name,
    program: 'CRS620MI',
    independent: false,
    absentCodes: absentCodes.supplier,
    recordsMax: size,
    transactions: [
      {
        transaction: 'LstSuppliers',
        record: {
          ...(from !== '' && { FRSU: from }),
          ...(changedSince !== undefined && { LMTS: String(Date.parse(changedSince)) }),
        },
        returns: fields,
      },
    ],
    parse: (records) => {
      const rows = records.flat();
      return {
        suppliers: rows
          .map((row) => ({
            number: m3Text(row['SUNO']),
            digest: digest(JSON.stringify(fields.map((field) => m3Text(row[field])))),
          }))
          .filter(({ number }) => number !== ''),
        isFull: rows.length >= Math.min(size, mayBeCutFrom),
      };
    },
  });
