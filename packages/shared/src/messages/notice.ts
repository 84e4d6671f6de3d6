import { z } from 'zod';
import { DocumentRef } from '../document.js';

/** "Something happened to this document in Coupa": a hint to fetch it, never a source of content. */
export const Notice = z.object({
  document: DocumentRef,
  reason: z.enum(['webhook', 'call-out', 'poll', 'missing-reference', 'operator']),
  /** Coupa's own event, where one announced it. */
  eventId: z.string().optional(),
  eventType: z.string().optional(),
  noticedAt: z.iso.datetime(),
});
export type Notice = z.infer<typeof Notice>;
