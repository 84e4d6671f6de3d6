import { z } from 'zod';

/** A message that could not be folded, kept whole, with the place it came from. */
export const DeadLetter = z.object({
  topic: z.string(),
  partition: z.number().int(),
  offset: z.string(),
  app: z.string(),
  reason: z.object({ code: z.string(), message: z.string() }),
  tries: z.number().int(),
  /** The bytes as received, base64; `null` for a null value. */
  value: z.base64().nullable(),
  headers: z.record(z.string(), z.string()),
  at: z.iso.datetime(),
});
export type DeadLetter = z.infer<typeof DeadLetter>;
