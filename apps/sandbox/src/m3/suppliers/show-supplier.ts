import type { M3World } from '../m3-world.js';
import type { M3Record } from '../nok.js';
import { isSuppliersAccount } from './bank.js';
import { stampOf, withoutStamp } from './change-stamp.js';
import type { Supplier } from './supplier.js';

/** Everything that M3 holds of a supplier, the stamps of its changes by themselves. */
export const showSupplier = (m3: M3World, supplier: Supplier): object => ({
  cono: supplier.cono,
  SUNO: supplier.SUNO,
  template: supplier.isTemplate,
  fields: withoutStamp(supplier.fields),
  stamp: stampOf(supplier.fields),
  addresses: supplier.addresses,
  references: supplier.references,
  bankAccounts: bankAccountsOf(m3, supplier),
});

export const bankAccountsOf = (m3: M3World, { cono, SUNO }: Supplier): M3Record[] =>
  m3.master.bankAccounts
    .of(cono)
    .map(({ fields }) => fields)
    .filter((fields) => isSuppliersAccount(fields, SUNO));
