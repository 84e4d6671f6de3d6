import type { TransactionUsed } from '@sluice/shared/m3/transaction-used';

/** What the scripts of suppliers need of M3. */
export const m3Transactions: readonly TransactionUsed[] = [
  { program: 'CRS620MI', transaction: 'GetBasicData', inputs: ['SUNO'] },
];
