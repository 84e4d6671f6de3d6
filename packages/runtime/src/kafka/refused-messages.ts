import type { Database } from '../postgres/database.js';

/** Messages of one topic and key that wait for a person, as the broker refuses the first of them for good. */
export interface RefusedMessage {
  readonly topic: string;
  readonly key: string;
  readonly reason: string;
  /** Later messages of the key, in the outbox. */
  readonly waiting: number;
}

/** The oldest 20. */
export const refusedMessages = (database: Database): Promise<RefusedMessage[]> =>
  database.query<RefusedMessage>(
    `SELECT topic, key, reason,
       (SELECT count(*)::int FROM outbox WHERE outbox.topic = outbox_refused.topic AND outbox.key = outbox_refused.key) AS waiting
     FROM outbox_refused ORDER BY id LIMIT 20`,
  );

/** What an operator is told. */
export const describeRefused = ({ topic, key, reason, waiting }: RefusedMessage): string =>
  `${topic} ${key} cannot be published, and ${waiting} later message(s) of it wait: Kafka refuses it (${reason}). ` +
  `See docs/operations/refused-messages.md`;
