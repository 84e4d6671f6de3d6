import { Failure } from '@sluice/shared/failure';
import type { Domain, Ref, ReplicaTopic, View } from '../decision.js';
import type { Knowledge } from './knowledge.js';
import { lookupName, makeView, type LookupRow } from './make-view.js';

/** More rounds than this mean that each answer makes up a new question. */
const roundsMax = 10;

/** Reads keys of replicas, all at once; a key where nothing is comes back with sequence 0. */
export type LoadKeys = (keys: readonly { topic: ReplicaTopic; key: string }[]) => Promise<readonly LookupRow[]>;

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

/** The same, with the keys that it looked up and the sequence that was seen at each. */
export async function runNotingLookups<Desired, Result>(
  domain: Domain<Desired>,
  known: Knowledge,
  load: LoadKeys,
  run: (view: View<Desired>) => Result,
): Promise<{ readonly result: Result; readonly lookups: readonly Ref[] }> {
  const loaded = new Map<string, LookupRow>();
  for (let round = 1; round <= roundsMax; round += 1) {
    const missed = new Map<string, { topic: ReplicaTopic; key: string }>();
    const attempt = attemptOf(() => run(makeView(domain, known, { loaded, missed })));
    if (missed.size === 0) {
      if ('thrown' in attempt) throw decideFailed(messageOf(attempt.thrown), attempt.thrown);
      return { result: attempt.result, lookups: [...loaded.values()] };
    }
    for (const found of await load([...missed.values()])) loaded.set(lookupName(found.topic, found.key), found);
  }
  throw decideFailed(`new references were looked up in each of ${roundsMax} rounds`);
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
