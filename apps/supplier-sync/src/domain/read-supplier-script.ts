import type { Fact, Script } from '@sluice/reconciler/decision';
import { absentCodes } from '@sluice/shared/m3/field';

/**
 * The step names company and number, and with it the fact that it leaves: an answer about another number, or of another
 * company, is not taken for this one.
 */
export const readSupplierStep = (company: string, number: string): string => `read-supplier/${company}/${number}`;

/** What M3 holds under a supplier number, or that it holds none: CRS620MI GetBasicData. */
export function readSupplierScript(company: string, number: string): Script {
  return {
    system: 'm3',
    kind: 'read',
    company,
    steps: [
      {
        id: readSupplierStep(company, number),
        kind: 'read',
        program: 'CRS620MI',
        independent: true,
        absentCodes: [...absentCodes.supplier],
        transactions: [
          { transaction: 'GetBasicData', record: { SUNO: number }, returns: ['SUNO', 'SUNM', 'STAT', 'PRSU'] },
        ],
      },
    ],
  };
}

export interface SupplierInM3 {
  readonly number: string;
  /** M3's status; 20 is "in use". */
  readonly status: string;
  /** Who is paid, where that is another supplier. */
  readonly payee?: string;
}

/** What the fact of {@link readSupplierScript} says; `undefined` when M3 holds no such supplier. */
export function supplierSeen(fact: Fact): SupplierInM3 | undefined {
  const record = fact.records.flat()[0];
  if (record === undefined) return undefined;
  const payee = text(record['PRSU']);
  return { number: text(record['SUNO']), status: text(record['STAT']), ...(payee !== '' && { payee }) };
}

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
