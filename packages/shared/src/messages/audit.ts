import { z } from 'zod';
import { DocumentRef } from '../document.js';

/** One line of a document's history: who did what, when, why; `details` are redacted before they get here. */
export const AuditEntry = z.object({
  document: DocumentRef.optional(),
  /** The app that did it. */
  app: z.string(),
  /** A closed vocabulary of verbs per app, kebab-case: `event-received`, `snapshot-published`, `decided`, `request-sent`, … */
  action: z.string(),
  /** One sentence for people. */
  summary: z.string(),
  /** `to-m3`, `to-coupa`, or `in`. */
  direction: z.enum(['in', 'to-m3', 'to-coupa']).optional(),
  /** The user that changed the source (Coupa's `updated-by`) or the operator. */
  by: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
  at: z.iso.datetime(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
