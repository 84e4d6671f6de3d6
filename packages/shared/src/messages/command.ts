import { z } from 'zod';
import { DocumentRef } from '../document.js';
import { CoupaStep, M3Step } from '../script.js';

/** Live work goes first; replay and first load have shares of their own. Lower is sooner. */
export const Priority = z.enum(['live', 'replay', 'first-load']);
export type Priority = z.infer<typeof Priority>;
/** From the most urgent on; the place of a priority is what columns hold. */
export const priorities = Priority.options;
export const isMoreUrgent = (one: Priority, other: Priority): boolean =>
  priorities.indexOf(one) < priorities.indexOf(other);

const commandOf = <Step extends z.ZodType>(step: Step) =>
  z.object({
    commandId: z.uuid(),
    document: DocumentRef,
    /** The destination that waits for the outcome: `m3/100`, `m3/100/AAA` or `coupa`. */
    destination: z.string(),
    priority: Priority,
    /** When the sync decided it; an unknown command older than the gateway's limit is answered `expired` and not run. */
    decidedAt: z.iso.datetime(),
    /** The last command for the same destination whose end the sync knows; absent: it knows of none. */
    follows: z.uuid().optional(),
    /** Since when there is the document, where nothing in the script looks up whether it was made before. */
    documentSince: z.iso.datetime({ offset: true }).optional(),
    steps: z.array(step).min(1),
  });

/** "Do not run it if no write of it has left yet": answered `withdrawn`, or nothing and the command goes on to its own outcome. */
export const Withdrawal = z.object({
  commandId: z.uuid(),
  document: DocumentRef,
  destination: z.string(),
  withdraw: z.literal(true),
});
export type Withdrawal = z.infer<typeof Withdrawal>;

/** Everything a gateway needs to know: complete, and data. */
export const M3Command = commandOf(M3Step).extend({
  /** M3's company (CONO), digits. */
  company: z.string().regex(/^\d{1,3}$/),
  /** M3's division (DIVI); left out where the company alone decides. */
  division: z.string().max(3).optional(),
});
export type M3Command = z.infer<typeof M3Command>;
export const M3CommandMessage = z.union([Withdrawal, M3Command]);
export type M3CommandMessage = z.infer<typeof M3CommandMessage>;

export const CoupaCommand = commandOf(CoupaStep);
export type CoupaCommand = z.infer<typeof CoupaCommand>;
export const CoupaCommandMessage = z.union([Withdrawal, CoupaCommand]);
export type CoupaCommandMessage = z.infer<typeof CoupaCommandMessage>;
