import { z } from 'zod';
import { DocumentRef } from '../document.js';

/**
 * What a person decided about a document. `answer` answers a question that the document asks. `load` asks for all that a
 * system holds of a type, at the priority of a first load; the document's id is then `all`, or that of the scan. `settle` answers a command whose outcome only a person could know; `fetch` asks
 * Coupa for the document as it is now, also for one that nobody here has heard of.
 */
export const OperatorCommand = z.discriminatedUnion('action', [
  z.object({ action: z.literal('retry'), document: DocumentRef, by: z.string(), at: z.iso.datetime() }),
  z.object({ action: z.literal('fetch'), document: DocumentRef, by: z.string(), at: z.iso.datetime() }),
  z.object({
    action: z.literal('ignore'),
    document: DocumentRef,
    because: z.string(),
    by: z.string(),
    at: z.iso.datetime(),
  }),
  z.object({ action: z.literal('load'), document: DocumentRef, by: z.string(), at: z.iso.datetime() }),
  z.object({
    action: z.literal('answer'),
    document: DocumentRef,
    /** The id of the question. */
    question: z.string().min(1).max(200),
    answer: z.string().min(1).max(200),
    note: z.string().max(500).optional(),
    by: z.string(),
    /** The person's own token has proven `by`; left out, it is what the caller said. */
    proven: z.literal(true).optional(),
    at: z.iso.datetime(),
  }),
  z.object({
    action: z.literal('settle'),
    document: DocumentRef,
    commandId: z.uuid(),
    step: z.string(),
    verdict: z.enum(['done', 'not-done']),
    by: z.string(),
    at: z.iso.datetime(),
  }),
]);
export type OperatorCommand = z.infer<typeof OperatorCommand>;
