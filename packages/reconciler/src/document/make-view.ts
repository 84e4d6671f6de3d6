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

/** Which keys a run of domain code may see, and which it asked for in vain. */
export interface LookupTable {
  readonly loaded: ReadonlyMap<string, LookupRow>;
  readonly missed: Map<string, { readonly topic: ReplicaTopic; readonly key: string }>;
}

export const lookupName = (topic: ReplicaTopic, key: string): string => `${topic}/${key}`;

/** Domain code's view of what is known. A key that is not loaded looks as if nothing were there, and is noted as missed. */
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
    lookup: (topic, key) => lookup(lookups, topic, key),
  };
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
  { name, acknowledged, acknowledgedAt, identity, readBackSince, inFlight, last, refusedWrite }: Destination,
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
