import type { Script } from '@sluice/reconciler/decision';
import { defineM3Read, m3Text, type Fact, type M3Read, type Reading } from '@sluice/reconciler/read';
import { absentCodes } from '@sluice/shared/m3/field';
import { companyDestination, type SupplierView } from './supplier-view.js';

/** A record of M3's as it came. */
export type M3Record = Fact['records'][number][number];

export interface SupplierInM3 {
  readonly number: string;
  /** M3's status; 20 is "in use". */
  readonly status: string;
  /** Who is paid, where that is another supplier. */
  readonly payee?: string;
  /** The whole record. */
  readonly record: M3Record;
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
    transactions: [{ transaction: 'GetBasicData', record: { SUNO: number }, returns: [...basicFields] }],
    parse: (records) => {
      const record = records.flat()[0];
      if (record === undefined) return undefined;
      const payee = m3Text(record['PRSU']);
      return { number: m3Text(record['SUNO']), status: m3Text(record['STAT']), ...(payee !== '' && { payee }), record };
    },
  });

/** Number, name, status, payee; then what else is kept in step. */
const basicFields = 'SUNO SUNM STAT PRSU TEPY TEDL MODL VRNO TINO CORG OUCN PHNO CSCD ECAR LNCD VTCD'.split(' ');

/** Its addresses: the supplier's own record has none. */
export const readAddresses = (number: string): M3Read<readonly M3Record[]> =>
  defineM3Read({
    id: `read-addresses/${number}`,
    program: 'CRS620MI',
    absentCodes: absentCodes.supplier,
    transactions: [
      {
        transaction: 'LstAddresses',
        record: { SUNO: number },
        returns: 'ADTE ADID STDT SUNM ADR1 ADR2 ADR3 ADR4 TOWN ECAR PONO CSCD'.split(' '),
      },
    ],
    parse: (records) => records.flat(),
  });

/** Its contacts. */
export const readReferences = (number: string): M3Read<readonly M3Record[]> =>
  defineM3Read({
    id: `read-references/${number}`,
    program: 'CRS620MI',
    absentCodes: absentCodes.supplier,
    transactions: [
      {
        transaction: 'LstSupplierRef',
        record: { SUNO: number },
        returns: ['RFTY', 'RFID', 'YRE1', 'PHNO', 'EMAL'],
      },
    ],
    parse: (records) => records.flat(),
  });

/** All of it in one command; where suppliers are only linked, the record alone. */
export const readSupplierScript = (company: string, number: string, depth: 'link' | 'full'): Script => ({
  system: 'm3',
  kind: 'read',
  company,
  steps: [
    readSupplier(number).step,
    ...(depth === 'full' ? [readAddresses(number).step, readReferences(number).step] : []),
  ],
});

/** A supplier with its addresses and contacts, as they were read together. */
export interface WholeSupplier extends SupplierInM3 {
  readonly addresses: readonly M3Record[];
  readonly references: readonly M3Record[];
}

/** What M3 was last seen to hold of the supplier in a company, whatever the age. */
export const supplierIn = (view: SupplierView, company: string, number: string): SupplierInM3 | undefined =>
  view.destination(companyDestination(company)).reading(readSupplier(number))?.value;

/** The whole of it, or that there is none; `undefined` where it was not read in one command. */
export function wholeSupplierIn(
  view: Pick<SupplierView, 'destination'>,
  company: string,
  number: string,
): Reading<WholeSupplier | undefined> | undefined {
  const { reading } = view.destination(companyDestination(company));
  const basic = reading(readSupplier(number));
  if (basic === undefined) return undefined;
  if (basic.value === undefined) return { ...basic, value: undefined };
  const [addresses, references] = [reading(readAddresses(number)), reading(readReferences(number))];
  if (addresses?.commandId !== basic.commandId || references?.commandId !== basic.commandId) return undefined;
  return { ...basic, value: { ...basic.value, addresses: addresses.value, references: references.value } };
}
