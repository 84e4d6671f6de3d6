import type { MessageOn } from '@sluice/shared/topics';
import type { Domain, DestinationView, Fact, Lookup, Reading, ReplicaTopic, View } from '../decision.js';
import type { Read } from '../read.js';
import type { Knowledge, Destination } from './knowledge.js';

/** One key of a replica as it was read; without a value when nothing is there or what was there is removed. */
export interface LookupRow {
  readonly topic: ReplicaTopic;
  readonly key: string;
  readonly sequence: number;
  readonly value?: unknown;
}

/** Which keys and numbers a run of domain code may see, and which it asked for in vain. */
export interface LookupTable {
  readonly loaded: ReadonlyMap<string, LookupRow>;
  readonly missed: Map<string, { readonly topic: ReplicaTopic; readonly key: string }>;
  /** By series: the number that the document has. */
  readonly numbers?: ReadonlyMap<string, number>;
  /** The series of which it has none yet. */
  readonly wanted?: Set<string>;
}

export const lookupName = (topic: ReplicaTopic, key: string): string => `${topic}/${key}`;

/**
 * Domain code's view of what is known. A key that is not loaded looks as if nothing were there, and is noted as missed; so
 * does a number that was not taken.
 */
export function makeView<Desired>(domain: Domain<Desired>, known: Knowledge, lookups: LookupTable): View<Desired> {
  const { document } = known;
  return {
    document: document.ref,
    ...(document.desired !== undefined && { desired: domain.parse(document.desired) }),
    removed: document.removed,
    ...(document.unavailable && { unavailable: document.unavailable }),
    priority: document.priority,
    possibleDuplicates: known.possibleDuplicates ?? [],
    ...(document.askedBy !== undefined && { askedBy: document.askedBy }),
    now: document.now,
    destination: (name) =>
      destinationView(known.destinations.get(name) ?? { name }, known.facts.get(name) ?? new Map(), document.now),
    answers: (question) => known.answers?.get(question) ?? [],
    take: (series) => take(lookups, series),
    lookup: (topic, key) => lookup(lookups, topic, key),
  };
}

function take({ numbers, wanted }: LookupTable, series: string): number | undefined {
  const taken = numbers?.get(series);
  if (taken === undefined) wanted?.add(series);
  return taken;
}

function lookup<Topic extends ReplicaTopic>(lookups: LookupTable, topic: Topic, key: string): Lookup<MessageOn<Topic>> {
  const name = lookupName(topic, key);
  const found = lookups.loaded.get(name);
  if (!found) lookups.missed.set(name, { topic, key });
  const ref = { topic, key, sequence: found?.sequence ?? 0 };
  // The value was parsed with this topic's schema when it was loaded.
  return found?.value === undefined ? { ref } : { ref, value: found.value as MessageOn<Topic> };
}

function destinationView(
  { name, acknowledged, acknowledgedAt, memory, identity, readBackSince, inFlight, last, refusedWrite }: Destination,
  facts: ReadonlyMap<string, Fact>,
  now: string,
): DestinationView {
  const reading = <Value>({ step, parse }: Read<Value>): Reading<Value> | undefined => {
    const fact = facts.get(step.id);
    if (fact === undefined) return undefined;
    const { records, readAt, commandId, justRead } = fact;
    return { value: parse(records), readAt, commandId, justRead };
  };
  return {
    name,
    ...(acknowledged !== undefined && { acknowledged }),
    ...(acknowledgedAt !== undefined && { acknowledgedAt }),
    ...(memory !== undefined && { memory }),
    identity: identity ?? {},
    ...(readBackSince !== undefined && { readBackSince }),
    ...(inFlight && {
      inFlight: {
        commandId: inFlight.commandId,
        kind: inFlight.kind,
        ...(inFlight.target !== undefined && { target: inFlight.target }),
        sentAt: inFlight.sentAt,
        ...(inFlight.delay && { delay: inFlight.delay }),
      },
    }),
    ...(last && { last }),
    ...(refusedWrite?.because && {
      refused: {
        ...(refusedWrite.target !== undefined && { target: refusedWrite.target }),
        refusals: refusedWrite.refusals,
        because: refusedWrite.because,
      },
    }),
    fact: (step) => facts.get(step),
    reading,
    fresh: (read, maxAgeMs) => {
      const found = reading(read);
      const isFresh = found && (found.justRead || Date.parse(now) - Date.parse(found.readAt) < maxAgeMs);
      return isFresh ? found : undefined;
    },
  };
}
