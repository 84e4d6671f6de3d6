import { z } from 'zod';
import { DocumentRef } from '../document.js';

/**
 * What a person decided about a document. `settle` answers a command whose outcome only a person could know; `fetch` asks
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
