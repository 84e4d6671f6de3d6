import type { BankRow } from '../master/master-input.js';
import type { M3Record } from '../nok.js';

export interface Bank {
  /** Left out: the bank is there for every company. */
  readonly cono?: number | undefined;
  readonly BKNO: string;
  /** Blank: for every division. */
  readonly DIVI: string;
  readonly fields: M3Record;
}

export function bankOf({ cono, BKNO, DIVI = '', ...given }: BankRow): Bank {
  const texts = Object.entries(given).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return { cono, BKNO, DIVI, fields: { STAT: '20', ...Object.fromEntries(texts), BKNO, DIVI } };
}

export interface BankAccount {
  readonly cono: number;
  readonly fields: M3Record;
}

/** The type (BKTP) of an account that a supplier is paid on. */
export const SUPPLIERS_ACCOUNT = 3;

/** One account of one holder in one division. */
export const bankAccountCode = ({ DIVI = '', BKTP, ACHO = '', BKID }: M3Record): string =>
  `${DIVI}/${Number(BKTP)}/${ACHO}/${BKID}`;

export const isSuppliersAccount = ({ BKTP, ACHO }: M3Record, suno: string): boolean =>
  Number(BKTP) === SUPPLIERS_ACCOUNT && ACHO === suno;
