import { topics, type TopicName } from '@sluice/shared/topics';
import type { Database, Transaction } from '../postgres/database.js';

export interface Place {
  readonly topic: TopicName;
  readonly partition: number;
  readonly offset: string;
  /** As `storableText` has it. */
  readonly key: string;
}

/** Postgres stores no NUL; a text from outside may have one. */
export const storableText = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed();

/** Committed before the try begins, so that a try which kills the process is counted too. Returns the number of this try. */
export async function countTry(database: Database, place: Place, lastError: string): Promise<number> {
  const [row] = await database.query<{ tries: number }>(
    `INSERT INTO fold_try (topic, partition, message_offset, key, tries, last_error) VALUES ($1, $2, $3, $4, 1, $5)
     ON CONFLICT (topic, partition, message_offset)
     DO UPDATE SET tries = fold_try.tries + 1, tried_at = now(),
       last_error = CASE WHEN $5 = '' THEN fold_try.last_error ELSE $5 END
     RETURNING tries`,
    [place.topic, place.partition, place.offset, place.key, storableText(lastError)],
  );
  return row?.tries ?? 1;
}

export async function forgetTries(tx: Transaction, place: Place): Promise<void> {
  await tx.query(`DELETE FROM fold_try WHERE topic = $1 AND partition = $2 AND message_offset = $3`, [
    place.topic,
    place.partition,
    place.offset,
  ]);
}

/** Tries that were counted and neither failed nor killed the process: the message was returned before its fold ended. */
export class OwedTries {
  readonly #owed = new Map<string, number>();

  note(place: Place): void {
    this.#owed.set(keyOf(place), (this.#owed.get(keyOf(place)) ?? 0) + 1);
  }

  /** Takes back what is owed for the message; throws while Postgres is away, and then goes on owing it. */
  async settle(database: Database, place: Place): Promise<void> {
    for (let owed = this.#owed.get(keyOf(place)) ?? 0; owed > 0; owed -= 1) {
      await takeBackTry(database, place);
      if (owed > 1) this.#owed.set(keyOf(place), owed - 1);
      else this.#owed.delete(keyOf(place));
    }
  }
}

const keyOf = ({ topic, partition, offset }: Place): string => `${topic}/${partition}/${offset}`;

async function takeBackTry(database: Database, { topic, partition, offset }: Place): Promise<void> {
  await database.query(
    `WITH only_one AS (
       DELETE FROM fold_try WHERE topic = $1 AND partition = $2 AND message_offset = $3 AND tries <= 1
         AND dead_lettered_at IS NULL)
     UPDATE fold_try SET tries = tries - 1
     WHERE topic = $1 AND partition = $2 AND message_offset = $3 AND tries > 1 AND dead_lettered_at IS NULL`,
    [topic, partition, offset],
  );
}

/** Whether a lost message of this topic leaves the app with a wrong picture until it is sent again. */
export const carriesState = (topic: TopicName): boolean => topics[topic].state || topic.includes('.outcome.');

export async function noteDeadLetter(tx: Transaction, place: Place, tries: number, lastError: string): Promise<void> {
  await tx.query(
    `INSERT INTO fold_try (topic, partition, message_offset, key, tries, last_error, dead_lettered_at)
     VALUES ($1, $2, $3, $4, $5, $6, now())
     ON CONFLICT (topic, partition, message_offset)
     DO UPDATE SET tries = excluded.tries, last_error = excluded.last_error, dead_lettered_at = now()`,
    [place.topic, place.partition, place.offset, place.key, tries, storableText(lastError)],
  );
}

/** A later message of the same key was folded, which makes up for the one that was lost. */
export async function healKey(tx: Transaction, topic: TopicName, key: string): Promise<void> {
  await tx.query(`DELETE FROM fold_try WHERE topic = $1 AND key = $2 AND dead_lettered_at IS NOT NULL`, [topic, key]);
}

export interface LostState {
  readonly topic: string;
  readonly key: string;
  readonly reason: string;
}

/** The messages that carried state and lie in the dead letters: while there are any, the app is degraded. */
export const lostStates = (database: Database): Promise<LostState[]> =>
  database.query<LostState>(
    `SELECT topic, key, last_error AS reason FROM fold_try WHERE dead_lettered_at IS NOT NULL ORDER BY tried_at LIMIT 20`,
  );
