import { expect, it } from 'vitest';
import { readSupplier } from './domain/read-supplier.js';
import { m3Transactions } from './m3-transactions.js';

/** What the doctor does not check in a tenant is missed by the first supplier that needs it. */
it('the transactions that suppliers need are those of their reads, with every field that they fill', () => {
  const { program, transactions } = readSupplier('Y30001').step;
  const filled = transactions.map(({ transaction, record }) => ({ program, transaction, inputs: Object.keys(record) }));
  expect(m3Transactions).toEqual(expect.arrayContaining(filled));
});
