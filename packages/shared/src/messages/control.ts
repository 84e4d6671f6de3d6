import { z } from 'zod';

/** Whether a domain runs, and why not. Key: the domain. */
export const Control = z.object({
  domain: z.string(),
  state: z.enum(['running', 'paused']),
  because: z.string().optional(),
  by: z.string(),
  at: z.iso.datetime(),
});
export type Control = z.infer<typeof Control>;
