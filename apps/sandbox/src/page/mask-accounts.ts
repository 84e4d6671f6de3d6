import type { M3Record } from '../m3/nok.js';

/** What leads to an account: its IBAN, its numbers at the bank and the free fields that countries use for them. */
const ACCOUNT_FIELDS = ['IBAN', 'FIAN', 'BACN', 'BRNO', 'BAF1', 'BAF2', 'BAF3', 'BAF4', 'BAF5'];

/** The last four characters, of short ones none. */
export const maskAccount = (account: string): string => (account.length > 8 ? `…${account.slice(-4)}` : '…');

export const maskAccounts = (record: M3Record): M3Record =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      ACCOUNT_FIELDS.includes(name) && value !== '' ? maskAccount(value) : value,
    ]),
  );
