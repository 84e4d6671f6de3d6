import { z } from 'zod';
import { DocumentRef } from '../document.js';

/** What one transaction or call of a step brought back. */
export const StepResult = z.object({
  id: z.string(),
  state: z.enum(['ok', 'nok', 'skipped', 'not-run']),
  /**
   * What became of each transaction of the step (and of each record of `forEach`), in order: a step that was refused may
   * have taken effect in part. `unknown`: its answer was lost, and nothing has told since.
   */
  calls: z.array(z.enum(['ok', 'nok', 'unknown', 'not-run'])).optional(),
  /** Per transaction of the step (and per record of `forEach`), in order: the records returned, values trimmed. */
  records: z.array(z.array(z.record(z.string(), z.unknown()))),
  at: z.iso.datetime().optional(),
});
export type StepResult = z.infer<typeof StepResult>;

/** Why the other system said no, in its own words, with the place. */
export const Refusal = z.object({
  step: z.string(),
  transaction: z.string().optional(),
  /** Which transaction of the step, from 0: leads to the line. */
  index: z.number().int().optional(),
  code: z.string(),
  field: z.string().optional(),
  message: z.string(),
});
export type Refusal = z.infer<typeof Refusal>;

/** Why a command that is alive does not go on for now. Whatever it is, the gateway goes on by itself. */
export const Delay = z.object({
  /** `throttled`: no more requests are permitted at the moment. `retrying`: the other system was tried and is not there. */
  kind: z.enum(['throttled', 'retrying']),
  /** One of our own failure codes. */
  code: z.string(),
  /** In words, for a person. */
  message: z.string(),
  since: z.iso.datetime(),
  /** Absent where it depends on others than this command. */
  nextTryAt: z.iso.datetime().optional(),
});
export type Delay = z.infer<typeof Delay>;

/**
 * What a command has done to the other system by now. `none`: nothing, or nothing that was not taken back. `part`: some
 * writes took effect and others did not, and nothing takes them back. `unknown`: the answer to a write was lost.
 */
export const effects = ['none', 'part', 'all', 'unknown'] as const;
export const Effect = z.enum(effects);
export type Effect = z.infer<typeof Effect>;

export const outcomeResults = [
  'ok',
  'found',
  'refused',
  'undone',
  'expired',
  'withdrawn',
  'needs-operator',
  'pending',
] as const;

/**
 * How a command ended, or that it is still alive (`pending`), or that a person was asked (`needs-operator`; another outcome
 * follows when that person has decided). `found`: M3 already held the document, nothing was written.
 */
export const Outcome = z.object({
  commandId: z.uuid(),
  document: DocumentRef,
  destination: z.string(),
  result: z.enum(outcomeResults),
  steps: z.array(StepResult),
  refusals: z.array(Refusal),
  /** Absent where it is not said: of a command that was never run, or by a gateway of an earlier release. */
  effect: Effect.optional(),
  /** In words, for a person: what was asked, what happened. */
  message: z.string().optional(),
  /** Of `needs-operator`: the step that the person has to settle. */
  stepToSettle: z.string().optional(),
  /** Of `pending`: what holds the command up. Absent: nothing does, it runs or has its turn soon. */
  delay: Delay.optional(),
  at: z.iso.datetime(),
});
export type Outcome = z.infer<typeof Outcome>;
