import { defineMigration } from './postgres/migrate.js';

/**
 * The tables that every app has.
 * `outbox`: messages to publish, in id order; `json` keeps the text as written.
 * `outbox_refused`: messages that the broker refuses for good; later ones of the same topic and key wait in `outbox`.
 * `published`: the last sequence and content of each state message.
 * `replica`: the newest value of each key of the state topics that the app reads.
 * `consumed`: the high-water offset of each partition, the next one to read, of which cluster and of which topic: `topic_id` is
 * the id that Kafka gave it, another one for a topic that was made anew under the same name, and empty where brokers give none.
 * `fold_try`: messages whose fold failed; those given to the dead letters stay here until a newer one of their key is folded.
 */
export const runtimeMigrations = [
  defineMigration(
    1_790_000_000_000,
    'runtime-tables',
    `
    CREATE TABLE outbox (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      topic text NOT NULL,
      key text NOT NULL,
      value json NOT NULL,
      headers jsonb NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE TABLE outbox_refused (
      id bigint PRIMARY KEY,
      topic text NOT NULL,
      key text NOT NULL,
      value json NOT NULL,
      headers jsonb NOT NULL,
      created_at timestamptz NOT NULL,
      reason text NOT NULL,
      refused_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX outbox_refused_key ON outbox_refused (topic, key);
    CREATE TABLE published (
      topic text NOT NULL,
      key text NOT NULL,
      sequence bigint NOT NULL,
      hash text NOT NULL,
      PRIMARY KEY (topic, key)
    );
    CREATE TABLE replica (
      topic text NOT NULL,
      key text NOT NULL,
      sequence bigint NOT NULL,
      value jsonb NOT NULL,
      received_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (topic, key)
    );
    CREATE TABLE consumed (
      topic text NOT NULL,
      partition integer NOT NULL,
      next_offset bigint NOT NULL,
      cluster_id text NOT NULL,
      topic_id text NOT NULL,
      noted_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (topic, partition)
    );
    CREATE TABLE fold_try (
      topic text NOT NULL,
      partition integer NOT NULL,
      message_offset bigint NOT NULL,
      key text NOT NULL,
      tries integer NOT NULL,
      last_error text NOT NULL,
      dead_lettered_at timestamptz,
      tried_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (topic, partition, message_offset)
    );
    `,
  ),
] as const;
