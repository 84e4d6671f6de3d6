import { runtimeMigrations } from '@sluice/runtime/migrations';
import { defineMigration } from '@sluice/runtime/postgres/migrate';

/**
 * `inbox`: every event that was let in, once, with the SHA-256 of its body; the document itself is fetched and not kept here.
 * `fingerprint` is that of what tells the event from any other, whatever id it comes under; absent where nothing does.
 * `inbox_alarm`: bodies that came under the id of another event; they are announced too, and noted for a person.
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
      fingerprint text,
      received_at timestamptz NOT NULL
    );
    CREATE UNIQUE INDEX inbox_fingerprint ON inbox (fingerprint);
    CREATE INDEX inbox_received_at ON inbox (received_at);
    CREATE TABLE inbox_alarm (
      event_id text NOT NULL,
      hash text NOT NULL,
      reference uuid NOT NULL,
      received_at timestamptz NOT NULL,
      PRIMARY KEY (event_id, hash)
    );
    `,
  ),
] as const;
