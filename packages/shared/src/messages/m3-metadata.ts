import { z } from 'zod';

/** What a tenant's own list of fields (MRS001MI) says of the transactions that are used there. Key: the company asked. */
export const M3Metadata = z.object({
  company: z.string(),
  /** By `<program> <transaction>`: its input fields, and how many characters each takes. One that is not here is not there. */
  transactions: z.record(z.string(), z.record(z.string(), z.number().int().nonnegative())),
  /** The same for the input fields that it calls mandatory. */
  mandatory: z.record(z.string(), z.array(z.string())).optional(),
  removed: z.literal(true).optional(),
});
export type M3Metadata = z.infer<typeof M3Metadata>;
