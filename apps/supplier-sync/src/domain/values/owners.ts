import type { FieldToM3, SharedField } from './supplier-values.js';

/** Whose value of a field counts. `newest`: that of the side that changed it last. `ask`: a person's, each time. */
export const owners = ['coupa', 'm3', 'newest', 'ask'] as const;
export type Owner = (typeof owners)[number];

/** Of a field that never goes back to Coupa: Coupa's counts, or M3 is told it once and keeps it. */
export const ownersToM3 = ['coupa', 'm3'] as const satisfies readonly Owner[];

export type FieldOwners = Readonly<Record<SharedField, Owner>> &
  Readonly<Record<FieldToM3, (typeof ownersToM3)[number]>>;

/**
 * Who owns each field where the installation says nothing else: procurement keeps the supplier in Coupa, and what a template
 * or finance has set in M3 stays there.
 */
export const defaultOwners: FieldOwners = {
  name: 'coupa',
  status: 'coupa',
  paymentTerms: 'coupa',
  deliveryTerms: 'coupa',
  taxNumber: 'coupa',
  ourNumber: 'coupa',
  phone: 'coupa',
  address: 'coupa',
  contact: 'coupa',
  country: 'coupa',
  state: 'coupa',
  language: 'm3',
  taxCode: 'm3',
  payee: 'm3',
};
