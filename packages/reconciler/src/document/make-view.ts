import type { MessageOn } from '@sluice/shared/topics';
import type { Domain, LegView, Looked, ReplicaTopic, View } from '../decision.js';
import type { Knowledge, Leg } from './knowledge.js';

/** One key of a replica as it was read; without a value when nothing is there or what was there is removed. */
export interface LookedKey {
  readonly topic: ReplicaTopic;
  readonly key: string;
  readonly sequence: number;
  readonly value?: unknown;
}

/** Which keys a run of domain code may see, and which it asked for in vain. */
export interface LookTable {
  readonly loaded: ReadonlyMap<string, LookedKey>;
  readonly missed: Map<string, { readonly topic: ReplicaTopic; readonly key: string }>;
}

export const lookName = (topic: ReplicaTopic, key: string): string => `${topic}/${key}`;

/** Domain code's view of what is known. A key that is not loaded looks as if nothing were there, and is noted as missed. */
export function makeView<Desired>(domain: Domain<Desired>, known: Knowledge, looks: LookTable): View<Desired> {
  const { document } = known;
  return {
    document: document.ref,
    ...(document.desired !== undefined && { desired: domain.parse(document.desired) }),
    removed: document.removed,
    ...(document.unavailable && { unavailable: document.unavailable }),
    priority: document.priority,
    alike: known.alike ?? [],
    ...(document.askedBy !== undefined && { askedBy: document.askedBy }),
    now: document.now,
    leg: (name) => legView(known.legs.get(name) ?? { name }),
    fact: (step) => known.facts.get(step),
    look: (topic, key) => look(looks, topic, key),
  };
}

function look<Topic extends ReplicaTopic>(looks: LookTable, topic: Topic, key: string): Looked<MessageOn<Topic>> {
  const name = lookName(topic, key);
  const found = looks.loaded.get(name);
  if (!found) looks.missed.set(name, { topic, key });
  const ref = { topic, key, sequence: found?.sequence ?? 0 };
  // The value was parsed with this topic's schema when it was loaded.
  return found?.value === undefined ? { ref } : { ref, value: found.value as MessageOn<Topic> };
}

function legView({ name, acknowledged, acknowledgedAt, inFlight, last, refusedWrite }: Leg): LegView {
  return {
    name,
    ...(acknowledged !== undefined && { acknowledged }),
    ...(acknowledgedAt !== undefined && { acknowledgedAt }),
    ...(inFlight && {
      inFlight: {
        commandId: inFlight.commandId,
        kind: inFlight.kind,
        ...(inFlight.target !== undefined && { target: inFlight.target }),
        sentAt: inFlight.sentAt,
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
  };
}
