import { defineM3Read, m3Text, type M3Read } from '@sluice/reconciler/read';
import { isSealed, maskOf, type SealedValue } from '@sluice/shared/sealed';

/** Whose account it is (BKTP): 1 the company's, 2 a customer's, 3 a supplier's. */
export const ofSupplier = '3';

/**
 * Whatever M3 may answer of an account's number, also where only its short name is wanted: a transaction answers with all of
 * its fields where none are named, and a server may not heed which are.
 */
export const sealsReturned = ['IBAN', 'FIAN', 'BAF1', 'BAF2', 'BAF3', 'BAF4', 'BAF5'];

/** A supplier's bank account as M3 holds it. */
export interface AccountInM3 {
  /** M3's short name of the account (BKID). */
  readonly id: string;
  /** Its indicator (BKIN), which every change must repeat. */
  readonly indicator: string;
  /** Of several, that with the lowest is paid to (CBPY). */
  readonly priority: number;
  readonly status: string;
  /** Absent where M3 holds the account in other fields. */
  readonly iban?: SealedValue;
}

/** All accounts of a supplier in a division: CRS692MI LstByAccHolder. Their numbers arrive sealed. */
export const readAccounts = (number: string, division: string): M3Read<readonly AccountInM3[]> =>
  defineM3Read({
    id: `read-accounts/${number}`,
    program: 'CRS692MI',
    absentCodes: ['XRE0103'],
    transactions: [
      {
        transaction: 'LstByAccHolder',
        record: { BKTP: ofSupplier, ACHO: number, DIVI: division },
        returns: ['BKID', 'BKIN', 'CBPY', 'STAT', 'IBAN'],
        sealsReturned,
      },
    ],
    parse: (records) =>
      records.flat().map((record) => ({
        id: m3Text(record['BKID']),
        indicator: m3Text(record['BKIN']),
        priority: Number(m3Text(record['CBPY'])),
        status: m3Text(record['STAT']),
        ...(isSealed(record['IBAN']) && { iban: record['IBAN'] }),
      })),
  });

/** As people see it. */
export const accountInWords = ({ id, iban }: AccountInM3): string =>
  iban === undefined ? `an account without IBAN (${id})` : ibanInWords(iban);

export const ibanInWords = (sealed: SealedValue): string =>
  sealed.iban?.country === undefined ? maskOf(sealed) : `${maskOf(sealed)} (${sealed.iban.country})`;
