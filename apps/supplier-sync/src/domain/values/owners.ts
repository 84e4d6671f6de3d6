import type { SharedField } from './supplier-values.js';

/** Whose value of a field counts. `newest`: that of the side that changed it last. `ask`: a person's, each time. */
export const owners = ['coupa', 'm3', 'newest', 'ask'] as const;
export type Owner = (typeof owners)[number];

/** Who owns each field where the installation says nothing else. Source: the usual division of labour, procurement keeps the supplier in Coupa and finance reads it in M3. */
export const defaultOwners: Readonly<Record<SharedField, Owner>> = {
  name: 'coupa',
  status: 'coupa',
  paymentTerms: 'coupa',
  deliveryTerms: 'coupa',
  taxNumber: 'coupa',
  ourNumber: 'coupa',
  phone: 'coupa',
  address: 'coupa',
  contact: 'coupa',
};
