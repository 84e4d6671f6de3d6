import type { DestinationView, Script } from '@sluice/reconciler/decision';
import { defineM3Read, m3Text, type Fact, type M3Read, type Reading } from '@sluice/reconciler/read';
import { absentCodes } from '@sluice/shared/m3/field';
import type { M3Transaction } from '@sluice/shared/script';
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

/** A supplier with its addresses and contacts. */
export interface WholeSupplier extends SupplierInM3 {
  readonly addresses: readonly M3Record[];
  readonly references: readonly M3Record[];
}

/** Number, name, status, payee; then what else is kept in step. */
const basicFields = 'SUNO SUNM STAT PRSU TEPY TEDL MODL VRNO TINO CORG OUCN PHNO CSCD ECAR LNCD VTCD'.split(' ');

const getBasicData = (number: string): M3Transaction => ({
  transaction: 'GetBasicData',
  record: { SUNO: number },
  returns: [...basicFields],
});

/** The supplier's own record has no address. */
const listAddresses = (number: string): M3Transaction => ({
  transaction: 'LstAddresses',
  record: { SUNO: number },
  returns: 'ADTE ADID STDT SUNM ADR1 ADR2 ADR3 ADR4 TOWN ECAR PONO CSCD'.split(' '),
});

/** Its contacts. */
const listReferences = (number: string): M3Transaction => ({
  transaction: 'LstSupplierRef',
  record: { SUNO: number },
  returns: ['RFTY', 'RFID', 'YRE1', 'PHNO', 'EMAL'],
});

/**
 * What M3 holds under a supplier number, or that it holds none: CRS620MI GetBasicData. The read is named by the number, so
 * that an answer about another one is not taken for this one.
 */
export const readSupplier = (number: string): M3Read<SupplierInM3 | undefined> =>
  defineM3Read({
    id: `read-supplier/${number}`,
    program: 'CRS620MI',
    absentCodes: absentCodes.supplier,
    transactions: [getBasicData(number)],
    parse: (records) => supplierOf(records.flat()[0]),
  });

/** The same with its addresses and contacts. One step, so that they share a request. */
export const readWholeSupplier = (number: string): M3Read<WholeSupplier | undefined> =>
  defineM3Read({
    id: `read-whole-supplier/${number}`,
    program: 'CRS620MI',
    absentCodes: absentCodes.supplier,
    transactions: [getBasicData(number), listAddresses(number), listReferences(number)],
    parse: ([own = [], addresses = [], references = []]) => {
      const supplier = supplierOf(own[0]);
      return supplier && { ...supplier, addresses, references };
    },
  });

function supplierOf(record: M3Record | undefined): SupplierInM3 | undefined {
  if (record === undefined) return undefined;
  const payee = m3Text(record['PRSU']);
  return { number: m3Text(record['SUNO']), status: m3Text(record['STAT']), ...(payee !== '' && { payee }), record };
}

/** Where suppliers are only linked, the record alone is read. */
export const readSupplierScript = (company: string, number: string, depth: 'link' | 'full'): Script => ({
  system: 'm3',
  kind: 'read',
  company,
  steps: [depth === 'full' ? readWholeSupplier(number).step : readSupplier(number).step],
});

type Destination = Pick<DestinationView, 'reading'>;

/** What was last read under the number, or that there is none: alone, or with all that belongs to it. */
export function lastRead({ reading }: Destination, number: string): Reading<SupplierInM3 | undefined> | undefined {
  const [alone, whole] = [reading(readSupplier(number)), reading(readWholeSupplier(number))];
  return alone === undefined || (whole !== undefined && whole.readAt >= alone.readAt) ? whole : alone;
}

/** What M3 was last seen to hold of the supplier in a company, whatever the age. */
export const supplierIn = (view: SupplierView, company: string, number: string): SupplierInM3 | undefined =>
  lastRead(view.destination(companyDestination(company)), number)?.value;

/** The whole of it, or that there is none; `undefined` where the whole was never read. */
export function wholeSupplierIn(
  view: Pick<SupplierView, 'destination'>,
  company: string,
  number: string,
): Reading<WholeSupplier | undefined> | undefined {
  const destination = view.destination(companyDestination(company));
  const last = lastRead(destination, number);
  return last?.value === undefined
    ? last && { ...last, value: undefined }
    : destination.reading(readWholeSupplier(number));
}
