import { defineM3Read, m3Text, type M3Read } from '@sluice/reconciler/read';
import { absentCodes } from '@sluice/shared/m3/field';

export interface SupplierInM3 {
  readonly number: string;
  /** M3's status; 20 is "in use". */
  readonly status: string;
  /** Who is paid, where that is another supplier. */
  readonly payee?: string;
}

/**
 * What M3 holds under a supplier number, or that it holds none: CRS620MI GetBasicData. The read is named by the number, so
 * that an answer about another one is not taken for this one.
 */
export const readSupplier = (number: string): M3Read<SupplierInM3 | undefined> =>
  defineM3Read({
    id: `read-supplier/${number}`,
    program: 'CRS620MI',
    absentCodes: absentCodes.supplier,
    transactions: [
      { transaction: 'GetBasicData', record: { SUNO: number }, returns: ['SUNO', 'SUNM', 'STAT', 'PRSU'] },
    ],
    parse: (records) => {
      const record = records.flat()[0];
      if (record === undefined) return undefined;
      const payee = m3Text(record['PRSU']);
      return { number: m3Text(record['SUNO']), status: m3Text(record['STAT']), ...(payee !== '' && { payee }) };
    },
  });
