import { bankTransactions } from './domain/bank/write-account-script.js';
import { groupFields } from './domain/supplier/supplier-group.js';
import type { TransactionUsed } from '@sluice/shared/m3/transaction-used';

const valueFields = 'SUNM STAT TEPY TEDL MODL VRNO TINO CORG OUCN PHNO CSCD ECAR LNCD VTCD PRSU'.split(' ');
const supplierFields = [...new Set([...valueFields, ...groupFields])];
const addressFields = 'ADTE ADID SUNM ADR1 ADR2 ADR3 ADR4 TOWN ECAR PONO CSCD'.split(' ');

/** What the scripts of suppliers need of M3. */
export const m3Transactions: readonly TransactionUsed[] = [
  { program: 'CRS620MI', transaction: 'GetBasicData', inputs: ['SUNO'] },
  { program: 'CRS620MI', transaction: 'LstAddresses', inputs: ['SUNO'] },
  { program: 'CRS620MI', transaction: 'LstSupplierRef', inputs: ['SUNO'] },
  {
    program: 'CRS620MI',
    transaction: 'SearchSupplier',
    inputs: ['SQRY'],
    lostWithout: 'M3 is not searched for a supplier before one is made there',
  },
  { program: 'CRS620MI', transaction: 'CopyTemplate', inputs: ['SUNO', 'STEM', 'SUTY'] },
  {
    program: 'CRS620MI',
    transaction: 'AddSupplier',
    inputs: ['SUNO', ...supplierFields],
    lostWithout: 'suppliers can be made as copies of a template only',
  },
  {
    program: 'CRS620MI',
    transaction: 'UpdSupplier',
    inputs: ['SUNO', ...supplierFields.filter((field) => field !== 'SUTY')],
  },
  { program: 'CRS620MI', transaction: 'AddAddress', inputs: ['SUNO', 'STDT', ...addressFields] },
  { program: 'CRS620MI', transaction: 'UpdAddress', inputs: ['SUNO', 'STDT', ...addressFields] },
  ...['AddSupplierRef', 'UpdSupplierRef'].map((transaction) => ({
    program: 'CRS620MI',
    transaction,
    inputs: ['SUNO', 'RFTY', 'RFID', 'YRE1', 'EMAL', 'PHNO'],
  })),
  {
    program: 'CRS165MI',
    transaction: 'RtvNextNumber',
    inputs: ['NBTY', 'NBID'],
    lostWithout: 'new suppliers cannot be numbered by a series of M3’s (M3_SUPPLIER_NUMBERS=m3-series)',
  },
  {
    program: 'CRS620MI',
    transaction: 'LstSuppliers',
    inputs: ['FRSU', 'LMTS'],
    lostWithout: 'what is new or changed in M3 is not seen (SUPPLIER_SYNC=both)',
  },
  ...bankTransactions,
];
