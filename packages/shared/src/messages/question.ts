import { z } from 'zod';

/**
 * Something that only a person can decide about a document. The answer is given by the question's id, which names what
 * is asked about (`bank/<number>/<fingerprint>`), so that an answer to an older question is never taken for this one.
 */
export const Question = z.object({
  id: z.string().min(1).max(200),
  /** One sentence, for the person. */
  text: z.string(),
  /** The answers that count: `approve`, `reject`. Empty: any text does, such as a number. */
  choices: z.array(z.string()),
  /** How many different persons must give the same answer, each known by a token of their own; left out: one, known as they say. */
  persons: z.number().int().min(2).optional(),
});
export type Question = z.infer<typeof Question>;
