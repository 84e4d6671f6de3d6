import { z } from 'zod';
import { SealedValue } from './sealed.js';

/**
 * A value of a step: a text, a field that an earlier step of the same command returned (its first record), or a sealed
 * value, which is unsealed only where the request is sent.
 */
export const StepValue = z.union([z.string(), z.object({ from: z.string(), field: z.string() }), SealedValue]);
export type StepValue = z.infer<typeof StepValue>;

/** One transaction of an M3 program: the record sent, and the fields wanted back. */
export const M3Transaction = z.object({
  transaction: z.string(),
  record: z.record(z.string(), StepValue),
  returns: z.array(z.string()),
  /** Fields wanted back that hold account numbers: each is a sealed value before anything but the request sees it. */
  sealsReturned: z.array(z.string()).optional(),
});
export type M3Transaction = z.infer<typeof M3Transaction>;

/** One call outside the normal course of a step: an undo, or a question of a probe. */
export const M3Call = M3Transaction.extend({ program: z.string() });
export type M3Call = z.infer<typeof M3Call>;

/**
 * How to find out whether a write whose answer was lost took effect.
 * `exists`: a record that the calls find proves it was done; none found proves nothing.
 * `absent-proves`: as `exists`, and none found proves that it was not done.
 * `holds`: the record found must also carry the values of `match`.
 * `states`: the field of `states` in the record found tells: one of its values `done` proves it was done, one of `notDone`
 * that it was not; any other, and no record, prove nothing.
 */
export const M3Probe = z.object({
  calls: z.array(M3Call).min(1),
  reads: z.enum(['exists', 'absent-proves', 'holds', 'states']),
  match: z.record(z.string(), z.string()).optional(),
  states: z.object({ field: z.string(), done: z.array(z.string()), notDone: z.array(z.string()) }).optional(),
});
export type M3Probe = z.infer<typeof M3Probe>;

/**
 * What to do when a write's answer was lost and the probe says `not-seen`.
 * `undo-and-restart`: run `undo`; when M3 says OK, nothing had been finished, and the command begins again at `from`.
 * `repeat`: the same call may be sent again, it has no second effect. With `refusedAndNotUndone: 'done'`, a repeated call
 * that is refused is taken back by `undo` of its step; when that is refused as well, there was nothing left to take back:
 * the first call had been accepted.
 * `require-operator`: only a person may decide.
 */
export const WhenOutcomeUnknown = z.union([
  z.object({ do: z.literal('undo-and-restart'), from: z.string() }),
  z.object({ do: z.literal('repeat'), refusedAndNotUndone: z.literal('done').optional() }),
  z.object({ do: z.literal('require-operator') }),
]);
export type WhenOutcomeUnknown = z.infer<typeof WhenOutcomeUnknown>;

export const M3Step = z.object({
  id: z.string(),
  kind: z.enum(['read', 'write']),
  program: z.string(),
  /** Whether this step may share a request with another step of the same document. */
  independent: z.boolean(),
  /** The step whose success is the effect: a refusal before it runs `undo`, one after it does not. */
  commit: z.boolean().optional(),
  /**
   * `stop`: a record returned means that M3 already holds the document: the rest is skipped and the outcome is `found`.
   * With `match`, only records that carry these values count.
   */
  ifFound: z.object({ do: z.literal('stop'), match: z.record(z.string(), z.string()).optional() }).optional(),
  /** Error codes with which M3 says "there is no such record" to a read; they make the step `ok` with no records. */
  absentCodes: z.array(z.string()).optional(),
  /**
   * So many records of a transaction or more may be only the first of a list that M3 has cut: the step then fails, because
   * what was looked for may be among the rest. Left out, whoever asks judges by what came.
   */
  mayBeCutFrom: z.number().int().positive().optional(),
  /** M3 is asked for so many records of a transaction at most: a page of a long list. Left out, for all. */
  recordsMax: z.number().int().positive().optional(),
  /** The step is run once for each record that the step named here returned; `{ from, field }` of it then means that record. */
  forEach: z.string().optional(),
  transactions: z.array(M3Transaction).min(1),
  undo: M3Call.optional(),
  probe: M3Probe.optional(),
  whenOutcomeUnknown: WhenOutcomeUnknown.optional(),
});
export type M3Step = z.infer<typeof M3Step>;

/** One HTTP call to Coupa. `safe` may be sent again unchanged after a lost answer; `probe` must be looked for first. */
export const CoupaStep = z.object({
  id: z.string(),
  method: z.enum(['GET', 'PUT', 'POST']),
  path: z.string().startsWith('/api/'),
  query: z.record(z.string(), z.string()).optional(),
  /** JSON. An object of it that is a sealed value is unsealed only where the request is sent. */
  body: z.unknown().optional(),
  repeat: z.enum(['safe', 'probe']),
  probe: z
    .object({
      path: z.string(),
      query: z.record(z.string(), z.string()).optional(),
      match: z.record(z.string(), z.string()),
    })
    .optional(),
  /** A refusal of this step is a warning and the script goes on. */
  optional: z.boolean().optional(),
});
export type CoupaStep = z.infer<typeof CoupaStep>;
