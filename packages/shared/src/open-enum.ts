import { z } from 'zod';

/**
 * A list of words that the other side may lengthen. A word that we do not know is kept as `{ unknown }`,
 * so that a reader is not broken by a newer writer and can still say what it saw.
 */
export const openEnum = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.union([z.enum(words), z.object({ unknown: z.string() }), z.string().transform((unknown) => ({ unknown }))]);
