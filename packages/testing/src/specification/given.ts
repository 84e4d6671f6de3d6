import type { Answer, Decision, Decisions, Domain, LastOutcome, ReplicaTopic, View } from '@sluice/reconciler/decision';
import type { Destination, EndedCommand, InFlight, Knowledge } from '@sluice/reconciler/document/knowledge';
import { lookupName, makeView, type LookupRow } from '@sluice/reconciler/document/make-view';
import type { Fact, Read } from '@sluice/reconciler/read';
import type { Priority } from '@sluice/shared/messages/command';
import type { Reason } from '@sluice/shared/status';
import type { MessageOn } from '@sluice/shared/topics';
import { expect } from 'vitest';

/**
 * What is known of a document, to be decided upon by the domain as the reconciler would have it decided:
 *
 * ```ts
 * given(supplierDomain(settings))
 *   .snapshot(aSupplier())
 *   .reading('m3/100', readSupplier('100', 'Y30001'), [[inM3()]])
 *   .whenDecided()
 *   .then({ 'm3/100': { decision: 'done', status: 'Posted' } });
 * ```
 *
 * Each step answers a new one, so that what several tests have in common is given once. Whatever is not given is not
 * known: a key that nobody gave has no value, and sequence 0.
 */
export const given = <Desired>(domain: Domain<Desired>, id = '1'): Given<Desired> =>
  new Given(domain, {
    known: {
      document: { ref: { type: domain.type, id }, sequence: 1, removed: false, priority: 'live', now: moment },
      destinations: new Map(),
      facts: new Map(),
    },
    lookups: new Map(),
    numbers: new Map(),
  });

/** When everything happens for which a test gives no time. */
const moment = '2026-03-10T08:00:00.000Z';
const commandId = '0199a1c4-5e0c-710c-920c-3f1c0d5a100c';

interface State {
  readonly known: Knowledge;
  readonly lookups: ReadonlyMap<string, LookupRow>;
  readonly numbers: ReadonlyMap<string, number>;
}

/** As Postgres gives it back. */
const stored = <Value>(value: Value): Value => (value === undefined ? value : JSON.parse(JSON.stringify(value)));

export class Given<Desired> {
  readonly #domain: Domain<Desired>;
  readonly #state: State;

  constructor(domain: Domain<Desired>, state: State) {
    this.#domain = domain;
    this.#state = state;
  }

  /** The body that Coupa handed out last. */
  snapshot(body: unknown): Given<Desired> {
    const { unavailable: _before, ...document } = this.#state.known.document;
    return this.#with({ document: { ...document, desired: stored(body), removed: false } });
  }

  /** Coupa removed it; the last body is still known. */
  removed(): Given<Desired> {
    return this.#document({ removed: true });
  }

  /** Coupa refuses to hand it out. */
  unavailable(unavailable: { readonly code: string; readonly message: string }): Given<Desired> {
    return this.#document({ unavailable });
  }

  /** A person asked for this decision by a retry. */
  askedBy(person: string): Given<Desired> {
    return this.#document({ askedBy: person });
  }

  priority(priority: Priority): Given<Desired> {
    return this.#document({ priority });
  }

  at(now: string): Given<Desired> {
    return this.#document({ now });
  }

  /** Earlier documents with the same fingerprint, by their ids, the latest first. */
  possibleDuplicates(...ids: readonly string[]): Given<Desired> {
    return this.#with({ possibleDuplicates: ids.map((id) => ({ type: this.#domain.type, id })) });
  }

  /** The value of a key of another topic; without one, something was there and is not any more. */
  lookupRow<Topic extends ReplicaTopic>(
    topic: Topic,
    key: string,
    value?: MessageOn<Topic>,
    sequence = 1,
  ): Given<Desired> {
    return this.lookupRows([{ topic, key, sequence, ...(value !== undefined && { value }) }]);
  }

  /** Several at once; of two for one key the later counts, also over those given before. */
  lookupRows(rows: readonly LookupRow[]): Given<Desired> {
    const lookups = new Map(this.#state.lookups);
    for (const row of rows) lookups.set(lookupName(row.topic, row.key), stored(row));
    return new Given(this.#domain, { ...this.#state, lookups });
  }

  /** A row of a mapping table. */
  mapping(table: string, key: string, value: Readonly<Record<string, unknown>>): Given<Desired> {
    return this.lookupRows([mappingRow(table, key, value)]);
  }

  /** Takes back rows that were given, by `<topic>/<key>`: nothing was ever there. */
  without(...names: readonly string[]): Given<Desired> {
    const lookups = new Map([...this.#state.lookups].filter(([name]) => !names.includes(name)));
    return new Given(this.#domain, { ...this.#state, lookups });
  }

  /** Anything else that is known of a destination. */
  destination(name: string, more: Partial<Omit<Destination, 'name'>>): Given<Desired> {
    const { destinations } = this.#state.known;
    const before = destinations.get(name) ?? { name };
    return this.#with({ destinations: new Map(destinations).set(name, stored({ ...before, ...more })) });
  }

  /** The other system confirmed this target. */
  acknowledged(destination: string, target: unknown, acknowledgedAt = moment): Given<Desired> {
    return this.destination(destination, { acknowledged: target, acknowledgedAt });
  }

  /** What an earlier decision wanted to be remembered. */
  memory(destination: string, memory: unknown): Given<Desired> {
    return this.destination(destination, { memory });
  }

  /** A person answered a question, after those who were given before. */
  answered(question: string, answer: string, more: Partial<Omit<Answer, 'answer'>> = {}): Given<Desired> {
    const { answers = new Map() } = this.#state.known;
    const one: Answer = { answer, by: 'ada', isProven: false, at: moment, ...more };
    return this.#with({ answers: new Map(answers).set(question, [...(answers.get(question) ?? []), one]) });
  }

  /** The number that it gets where it takes one of this series; without it, none is known yet. */
  number(series: string, number: number): Given<Desired> {
    return new Given(this.#domain, { ...this.#state, numbers: new Map(this.#state.numbers).set(series, number) });
  }

  /** What the document is called in the other system. */
  identity(destination: string, identity: Readonly<Record<string, string>>): Given<Desired> {
    return this.destination(destination, { identity });
  }

  /** A write ended half-way, and nothing was read since. */
  readBackSince(destination: string, since = moment): Given<Desired> {
    return this.destination(destination, { readBackSince: since });
  }

  /** A command whose outcome is awaited. */
  inFlight(destination: string, inFlight: Partial<InFlight> = {}): Given<Desired> {
    const command = {} as InFlight['command'];
    return this.destination(destination, {
      inFlight: { commandId, kind: 'write', sentAt: moment, command, ...inFlight },
    });
  }

  /** How the last command ended. */
  last(destination: string, last: Partial<LastOutcome> = {}): Given<Desired> {
    return this.destination(destination, {
      last: { commandId, kind: 'write', result: 'ok', refusals: [], at: moment, ...last },
    });
  }

  /** The last write was refused. */
  refused(destination: string, because: Reason, refused: Partial<LastOutcome> = {}): Given<Desired> {
    const last: EndedCommand = {
      commandId,
      kind: 'write',
      result: 'refused',
      refusals: [],
      at: moment,
      ...refused,
      because,
    };
    return this.destination(destination, { last, refusedWrite: last });
  }

  /** What a read, or the step of a command with this id, brought back: per transaction, its records. */
  reading(
    destination: string,
    read: Read<unknown> | string,
    records: Fact['records'],
    more: Partial<Omit<Fact, 'records'>> = {},
  ): Given<Desired> {
    const step = typeof read === 'string' ? read : read.step.id;
    const { facts } = this.#state.known;
    const fact: Fact = { records: stored(records), readAt: moment, commandId, justRead: false, ...more };
    const ofDestination = new Map(facts.get(destination)).set(step, fact);
    return this.#with({ facts: new Map(facts).set(destination, ofDestination) });
  }

  /** What domain code sees. */
  view(): View<Desired> {
    return makeView(this.#domain, this.#state.known, {
      loaded: this.#state.lookups,
      missed: new Map(),
      numbers: this.#state.numbers,
    });
  }

  /** Lets the domain decide, twice: what is known once is decided in one way. */
  whenDecided(): Decided {
    const decisions = this.#domain.decide(this.view());
    expect(this.#domain.decide(this.view()), 'decided a second time').toEqual(decisions);
    return new Decided(decisions);
  }

  #document(more: Partial<Knowledge['document']>): Given<Desired> {
    return this.#with({ document: { ...this.#state.known.document, ...more } });
  }

  #with(more: Partial<Knowledge>): Given<Desired> {
    return new Given(this.#domain, { ...this.#state, known: { ...this.#state.known, ...more } });
  }
}

/** What was decided. */
export class Decided {
  readonly decisions: Decisions;

  constructor(decisions: Decisions) {
    this.decisions = decisions;
  }

  /** The decision about one destination, which must be there. */
  about(destination: string): Decision {
    const decision = this.decisions[destination];
    if (decision === undefined) throw new Error(`nothing was decided about ${destination}`);
    return decision;
  }

  /** By destination, what each decision says at least; or a function that looks for itself. */
  then(expected: Readonly<Record<string, unknown>> | ((decisions: Decisions) => void)): void {
    if (typeof expected === 'function') expected(this.decisions);
    else expect(this.decisions).toMatchObject(expected);
  }
}

/** A row of a mapping table, as its topic tells it. */
export const mappingRow = (table: string, key: string, value: Readonly<Record<string, unknown>>): LookupRow => ({
  topic: 'mapping.v1',
  key: `${table}/${key}`,
  sequence: 1,
  value: { table, key, value, updatedAt: '2026-01-01T00:00:00Z', updatedBy: 'test' },
});
