import type { Returned } from '../protocol.js';
import type { CallResult, RefusalWords, ReturnedRecord } from '@sluice/shared/http/classified';

/** One call of a step: a transaction of M3, a request to Coupa. */
export interface Item {
  readonly state: 'ready' | 'intended' | 'ok' | 'nok' | 'unknown';
  readonly records: readonly ReturnedRecord[];
  readonly refusal?: RefusalWords;
}

/**
 * blocked → ready → intended → ok | nok, and after a lost answer unknown → probing → ok | ready | unknown | needs-operator.
 * `unknown` lasts until the settle time is over: what the other system may still be doing must have ended before it is probed.
 */
export type StepState =
  | 'blocked'
  | 'ready'
  | 'intended'
  | 'ok'
  | 'nok'
  | 'skipped'
  | 'unknown'
  | 'probing'
  | 'needs-operator';

/**
 * A probe under way. `results` has one place for each question; null is not yet answered, and none at all means that it
 * begins again. `lost`: how many of its answers were lost in a row.
 */
export interface Probing {
  readonly requestId: string;
  readonly results: readonly (CallResult | null)[];
  readonly lost?: number;
}

export interface StepProgress {
  readonly id: string;
  readonly state: StepState;
  /** Empty until the step's turn has come, because its calls follow from what earlier steps returned. */
  readonly items: readonly Item[];
  /** Requests of this step that may have left, in this run. */
  readonly attempts: number;
  /** How often the probe has not seen it since the answer was lost. */
  readonly notSeen: number;
  /** An answer of this step was lost in this run. */
  readonly outcomeUnknown: boolean;
  /** A refusal that may only mean "already done", because an answer was lost before: the probe is asked once more. */
  readonly refusalInDoubt: boolean;
  /** The request that speaks for this step; the answer of any other comes too late. */
  readonly requestId: string | null;
  /** The questions asked so far about a lost answer, and by which request the last one. */
  readonly probe: Probing | null;
  readonly endedAt: string | null;
}

/** Taking back what the command did so far, and what comes after it. */
export interface Undo {
  /** The step whose `undo` is used. */
  readonly step: string;
  readonly state: 'ready' | 'intended' | 'unknown' | 'needs-operator';
  readonly then: { readonly do: 'refuse' } | { readonly do: 'restart'; readonly from: string };
  readonly outcomeUnknown: boolean;
  readonly attempts: number;
  readonly requestId: string | null;
}

export const endStates = ['done', 'refused', 'found', 'expired', 'withdrawn'] as const;
export type EndState = (typeof endStates)[number];
export type CommandState = 'queued' | 'running' | 'undoing' | 'needs-operator' | EndState;

export interface CommandProgress {
  readonly state: CommandState;
  /** Counts from 1; an undo that is followed by a new beginning makes it 2. */
  readonly run: number;
  readonly undo: Undo | null;
  readonly steps: readonly StepProgress[];
  /** Whatever the command had done was taken back. */
  readonly undone: boolean;
  /** What a person must know: why they were asked, or how the command ended. */
  readonly message: string | null;
}

/** When a command is due again: at once, after the settle time, after a back-off, or not before something happens. */
export type Due = 'now' | 'settle' | 'retry' | 'never';

export interface Advanced {
  readonly progress: CommandProgress;
  readonly due: Due;
}

export const hasEnded = (state: CommandState): state is EndState => (endStates as readonly string[]).includes(state);

export const freshStep = (id: string): StepProgress => ({
  id,
  state: 'blocked',
  items: [],
  attempts: 0,
  notSeen: 0,
  outcomeUnknown: false,
  refusalInDoubt: false,
  requestId: null,
  probe: null,
  endedAt: null,
});

export const freshProgress = (stepIds: readonly string[]): CommandProgress => ({
  state: 'queued',
  run: 1,
  undo: null,
  undone: false,
  steps: stepIds.map(freshStep),
  message: null,
});

export function stepOf(progress: CommandProgress, id: string): StepProgress {
  const step = progress.steps.find((one) => one.id === id);
  if (step === undefined) throw new RangeError(`The command has no step ${id}.`);
  return step;
}

/** From now on it is not known whether the step took effect. */
export const becomesUnknown = (before: CommandProgress, after: CommandProgress, id: string): boolean =>
  stepOf(before, id).state !== 'unknown' && stepOf(after, id).state === 'unknown';

export const withStep = (progress: CommandProgress, id: string, change: Partial<StepProgress>): CommandProgress => ({
  ...progress,
  steps: progress.steps.map((step) => (step.id === id ? { ...step, ...change } : step)),
});

/** What later steps may refer to: the records of the steps that are ok. */
export const returnedBy = (progress: CommandProgress): Returned =>
  Object.fromEntries(
    progress.steps
      .filter((step) => step.state === 'ok')
      .map((step) => [step.id, step.items.map((item) => item.records)]),
  );
