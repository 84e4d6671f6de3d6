import { Failure } from '@sluice/shared/failure';
import type { Domain, Ref, ReplicaTopic, View } from '../decision.js';
import type { Knowledge } from './knowledge.js';
import { lookupName, makeView, type LookupRow } from './make-view.js';

/** More rounds than this mean that each answer makes up a new question. */
const roundsMax = 10;

/** Reads keys of replicas, all at once; a key where nothing is comes back with sequence 0. */
export type LoadKeys = (keys: readonly { topic: ReplicaTopic; key: string }[]) => Promise<readonly LookupRow[]>;

/** Gives the document a number of each of these series, the same as before where it has one. */
export type TakeNumbers = (series: readonly string[]) => Promise<ReadonlyMap<string, number>>;

/**
 * Runs pure code over what is known. Which references it will look up cannot be known before: when it looked up keys
 * that are not loaded, its result is thrown away, whatever it is, the keys are loaded and it runs again.
 * What `run` throws once all that it looks up is loaded is a bug: Failure `decide-failed`, with it as the cause.
 */
export async function runWithLookups<Desired, Result>(
  domain: Domain<Desired>,
  known: Knowledge,
  load: LoadKeys,
  run: (view: View<Desired>) => Result,
): Promise<Result> {
  return (await runNotingLookups(domain, known, load, run)).result;
}

/**
 * The same, with the keys that it looked up and the sequence that was seen at each. Numbers that it asks for are taken once
 * all keys are there, so that none is taken for what only looked so; without `takeNumbers` it gets none.
 */
export async function runNotingLookups<Desired, Result>(
  domain: Domain<Desired>,
  known: Knowledge,
  load: LoadKeys,
  run: (view: View<Desired>) => Result,
  takeNumbers?: TakeNumbers,
): Promise<{ readonly result: Result; readonly lookups: readonly Ref[] }> {
  const loaded = new Map<string, LookupRow>();
  const numbers = new Map<string, number>();
  for (let round = 1; round <= roundsMax; round += 1) {
    const missed = new Map<string, { topic: ReplicaTopic; key: string }>();
    const wanted = new Set<string>();
    const attempt = attemptOf(() => run(makeView(domain, known, { loaded, missed, numbers, wanted })));
    if (missed.size > 0) {
      for (const found of await load([...missed.values()])) loaded.set(lookupName(found.topic, found.key), found);
    } else if (wanted.size > 0 && takeNumbers !== undefined) {
      for (const [series, number] of await takeNumbers([...wanted])) numbers.set(series, number);
    } else {
      if ('thrown' in attempt) throw decideFailed(messageOf(attempt.thrown), attempt.thrown);
      return { result: attempt.result, lookups: [...loaded.values()] };
    }
  }
  throw decideFailed(`new references or numbers were asked for in each of ${roundsMax} rounds`);
}

const decideFailed = (message: string, cause?: unknown): Failure =>
  new Failure(message, { code: 'decide-failed', stage: 'decide', disposition: 'park', cause });

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

function attemptOf<Result>(run: () => Result): { readonly result: Result } | { readonly thrown: unknown } {
  try {
    return { result: run() };
  } catch (thrown) {
    return { thrown };
  }
}
