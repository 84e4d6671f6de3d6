import type { TransactionUsed } from '@sluice/shared/m3/transaction-used';

/** What the gateway itself asks of M3, whatever it is told to send: whether anybody answers. */
export const m3Transactions: readonly TransactionUsed[] = [
  { program: 'MNS150MI', transaction: 'GetUserData', inputs: [] },
];
