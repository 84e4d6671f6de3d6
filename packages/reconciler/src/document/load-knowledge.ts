import { Failure } from '@sluice/shared/failure';
import { topics } from '@sluice/shared/topics';
import type { Transaction } from '@sluice/runtime/postgres/database';
import type { Answer, Fact, ReplicaTopic } from '../decision.js';
import type { Facts, KnownDocument, Knowledge } from './knowledge.js';
import { loadDestinations } from './destination-rows.js';
import type { LookupRow } from './make-view.js';
import type { LoadKeys } from './run-with-lookups.js';

/** What is known of a document whose row this transaction holds. */
export async function loadKnowledge(tx: Transaction, document: KnownDocument): Promise<Knowledge> {
  const destinations = await loadDestinations(tx, document.ref);
  return {
    document,
    destinations: new Map(destinations.map((destination) => [destination.name, destination])),
    facts: await loadFacts(tx, document),
    answers: await loadAnswers(tx, document),
  };
}

async function loadAnswers(tx: Transaction, { ref }: KnownDocument): Promise<Map<string, Answer[]>> {
  type Row = {
    question: string;
    answer: string;
    note: string | null;
    by_whom: string;
    is_proven: boolean;
    at: Date;
  };
  const rows: Row[] = await tx.query(
    `SELECT question, answer, note, by_whom, is_proven, at FROM answer
     WHERE type = $1 AND id = $2 ORDER BY at, by_whom, answer`,
    [ref.type, ref.id],
  );
  const answers = new Map<string, Answer[]>();
  for (const { question, answer, note, by_whom: by, is_proven: isProven, at } of rows) {
    const given = { answer, ...(note !== null && { note }), by, isProven, at: at.toISOString() };
    answers.set(question, [...(answers.get(question) ?? []), given]);
  }
  return answers;
}

async function loadFacts(tx: Transaction, { ref }: KnownDocument): Promise<Facts> {
  type Row = {
    destination: string;
    step: string;
    records: Fact['records'];
    read_at: Date;
    command_id: string;
    just_read: boolean;
  };
  const rows: Row[] = await tx.query(
    `SELECT destination, step, records, read_at, command_id, just_read FROM fact WHERE type = $1 AND id = $2`,
    [ref.type, ref.id],
  );
  const facts = new Map<string, Map<string, Fact>>();
  for (const { destination, step, records, read_at, command_id, just_read } of rows) {
    const ofDestination = facts.get(destination) ?? new Map<string, Fact>();
    ofDestination.set(step, { records, readAt: read_at.toISOString(), commandId: command_id, justRead: just_read });
    facts.set(destination, ofDestination);
  }
  return facts;
}

/** Reads keys of the replicas in one query, each value through the schema of its topic; nothing there is sequence 0. */
export const loadKeys =
  (tx: Transaction): LoadKeys =>
  async (keys) => {
    type Row = { topic: ReplicaTopic; key: string; sequence: string | null; value: unknown };
    const rows: Row[] = await tx.query(
      `SELECT asked.topic, asked.key, replica.sequence, replica.value
       FROM unnest($1::text[], $2::text[]) AS asked (topic, key) LEFT JOIN replica USING (topic, key)`,
      [keys.map(({ topic }) => topic), keys.map(({ key }) => key)],
    );
    return rows.map(({ topic, key, sequence, value }): LookupRow => {
      if (sequence === null) return { topic, key, sequence: 0 };
      const parsed = topics[topic].schema.safeParse(value);
      if (!parsed.success) throw unreadable(topic, key, parsed.error);
      // Removal is a value, so that a reader who was away cannot miss it; to those who look, nothing is there.
      if (parsed.data.removed) return { topic, key, sequence: Number(sequence) };
      return { topic, key, sequence: Number(sequence), value: parsed.data };
    });
  };

const unreadable = (topic: string, key: string, cause: unknown): Failure =>
  new Failure(`The copy of ${topic}/${key} in table replica is not what the topic's schema says`, {
    code: 'unreadable',
    stage: 'decide',
    disposition: 'park',
    cause,
  });
