import { z } from 'zod';

/** Of a supplier that was in a list: what the list said, and when those who know the supplier were last told to look. */
const Seen = z.object({ digest: z.string(), toldAt: z.iso.datetime() });
const SeenByNumber = z.record(z.string(), Seen);
export type SeenByNumber = z.infer<typeof SeenByNumber>;

/** A list that is being gone through, page by page. */
const Round = z.object({
  startedAt: z.iso.datetime(),
  /** The number from which the page goes on that was asked for last; empty for the first. */
  from: z.string(),
  /** Under which name it was asked for. */
  name: z.enum(['list-suppliers', 'list-suppliers-again']),
});
export type Round = z.infer<typeof Round>;

/** Why a round did not come to its end. */
const Stopped = z.discriminatedUnion('by', [
  /** M3 gave the page from this number on again and again. */
  z.object({ by: z.literal('same-page'), from: z.string() }),
  /** M3 does not heed the time from which it is asked. */
  z.object({ by: z.literal('time-unheeded') }),
  z.object({ by: z.literal('too-many') }),
]);
export type Stopped = z.infer<typeof Stopped>;

/** How far the list of changes has been gone through. */
const ChangesMemory = z.object({
  /** All that was changed before has been seen. */
  since: z.iso.datetime(),
  /** By number, what was seen in the last round that came to its end. */
  seen: SeenByNumber,
  /** When the next one begins. */
  nextAt: z.iso.datetime(),
  /** M3 has shown that it heeds the time from which it is asked. */
  isTimeHeeded: z.literal(true).optional(),
  stopped: Stopped.optional(),
  /** A trial comes before the first page, until M3 is known to heed the time. */
  round: Round.extend({ seen: SeenByNumber, isTrial: z.literal(true).optional() }).optional(),
});
export type ChangesMemory = z.infer<typeof ChangesMemory>;

const Count = z.object({ suppliers: z.number(), unlinked: z.number() });

/** When the whole list was gone through. */
const WholeMemory = z.object({
  /** When that was last begun; before the first time, when the scan came into being. */
  begunAt: z.iso.datetime(),
  /** The last wish of a person's for which it was begun. */
  loadAskedAt: z.iso.datetime().optional(),
  /** What was counted in the last round that came to its end. */
  result: Count.extend({ endedAt: z.iso.datetime() }).optional(),
  stuckFrom: z.string().optional(),
  round: Round.extend(Count.shape).optional(),
});
export type WholeMemory = z.infer<typeof WholeMemory>;

/** What another release remembered in a way that this one does not know counts as nothing: the scan begins from now. */
export const changesMemory = (memory: unknown): ChangesMemory | undefined => ChangesMemory.safeParse(memory).data;
export const wholeMemory = (memory: unknown): WholeMemory | undefined => WholeMemory.safeParse(memory).data;
