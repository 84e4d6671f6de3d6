import { z } from 'zod';
import { DocumentRef } from '../document.js';
import { Reason, RecordStatus } from '../status.js';
import { Question } from './question.js';

export const DestinationStatus = z.object({
  name: z.string(),
  status: RecordStatus,
  reason: Reason.optional(),
  /** `<topic>/<key>` of what the destination waits for: `mapping.v1/unit/BOX`. */
  waitingFor: z.array(z.string()).optional(),
  /** What a person has to settle, whatever the status; without a step where the gateway did not name one. */
  asked: z.object({ commandId: z.uuid(), step: z.string().optional() }).optional(),
  /** What only a person can decide, whatever the status. */
  questions: z.array(Question).optional(),
});
/** As it is written. */
export type DestinationStatus = z.input<typeof DestinationStatus>;
export type ReadDestinationStatus = z.output<typeof DestinationStatus>;

/** Something that a person wants to know of a document first: `Supplier`, `Acme Bearings`. */
export const Highlight = z.object({ label: z.string(), text: z.string() });
export type Highlight = z.infer<typeof Highlight>;

/** What became of a document: the worst of its destinations, with the reason. Published by the one sync that owns the type. */
export const DocumentStatus = z.object({
  document: DocumentRef,
  /** How people call it: `PO 2400 · Acme Bearings`. */
  title: z.string(),
  status: RecordStatus,
  reason: Reason.optional(),
  waitingFor: z.array(z.string()).optional(),
  /** Said beside a status that is good: the write-back to Coupa was refused, and so on. */
  warning: Reason.optional(),
  m3: z.object({ company: z.string(), number: z.string() }).optional(),
  /** In the order in which they are shown. */
  highlights: z.array(Highlight).optional(),
  destinations: z.array(DestinationStatus),
  at: z.iso.datetime(),
});
/** As it is written. */
export type DocumentStatus = z.input<typeof DocumentStatus>;
