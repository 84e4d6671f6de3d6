import { z } from 'zod';

const text = z.string().optional();

const described = { name: z.string(), taxId: text, town: text, postalCode: text, country: text };

/** A supplier of Coupa that is linked to none of M3's, as supplier-sync tells of it. */
export const CoupaSupplier = z.object({ id: z.string(), number: text, accountNumber: text, ...described });
export type CoupaSupplier = z.infer<typeof CoupaSupplier>;

/** A supplier of M3 that is linked to none of Coupa's. */
export const M3Supplier = z.object({ company: z.string(), number: z.string(), ...described });
export type M3Supplier = z.infer<typeof M3Supplier>;

/** One page of them; a system that has no more has an empty list. */
export const UnlinkedPage = z.object({
  coupa: z.array(CoupaSupplier),
  m3: z.array(M3Supplier),
  next: z.string().optional(),
});
