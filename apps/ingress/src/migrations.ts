import { runtimeMigrations } from '@sluice/runtime/migrations';
import { defineMigration } from '@sluice/runtime/postgres/migrate';

/**
 * `inbox`: every event that was let in, once; `body` is the text exactly as it was signed.
 * `inbox_alarm`: bodies that came under the id of another event; they are announced too, and kept for a person.
 */
export const migrations = [
  ...runtimeMigrations,
  defineMigration(
    1_790_000_100_000,
    'ingress-inbox',
    `
    CREATE TABLE inbox (
      event_id text PRIMARY KEY,
      reference uuid NOT NULL,
      event_type text,
      document text,
      hash text NOT NULL,
      body text NOT NULL,
      received_at timestamptz NOT NULL
    );
    CREATE INDEX inbox_received_at ON inbox (received_at);
    CREATE TABLE inbox_alarm (
      event_id text NOT NULL,
      hash text NOT NULL,
      reference uuid NOT NULL,
      body text NOT NULL,
      received_at timestamptz NOT NULL,
      PRIMARY KEY (event_id, hash)
    );
    `,
  ),
] as const;
