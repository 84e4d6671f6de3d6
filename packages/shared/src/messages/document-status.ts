import { z } from 'zod';
import { DocumentRef } from '../document.js';
import { Reason, RecordStatus } from '../status.js';

export const LegStatus = z.object({
  name: z.string(),
  status: RecordStatus,
  reason: Reason.optional(),
  /** `<topic>/<key>` of what the leg waits for: `mapping.v1/unit/BOX`. */
  waitingFor: z.array(z.string()).optional(),
  /** What a person has to settle, whatever the status; without a step where the gateway did not name one. */
  asked: z.object({ commandId: z.uuid(), step: z.string().optional() }).optional(),
});
/** As it is written. */
export type LegStatus = z.input<typeof LegStatus>;
export type ReadLegStatus = z.output<typeof LegStatus>;

/** What became of a document: the worst of its legs, with the reason. Published by the one sync that owns the type. */
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
  legs: z.array(LegStatus),
  at: z.iso.datetime(),
});
/** As it is written. */
export type DocumentStatus = z.input<typeof DocumentStatus>;
