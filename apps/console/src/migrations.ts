import { runtimeMigrations } from '@sluice/runtime/migrations';
import { defineMigration } from '@sluice/runtime/postgres/migrate';

/**
 * `record`: what became of each document, the newest status of its sync; sequence 0 while only ingress knows of it.
 * `audit`: every line of history, once by the id of its event; dead letters are lines too.
 * `audit.position`: its place in the chain of hashes, without gaps; `audit_head` is the end of that chain, and its base the last line
 * that retention removed from its beginning.
 * `mapping`: the rows of the mapping tables with all their versions; this app is the one that writes them.
 */
export const migrations = [
  ...runtimeMigrations,
  defineMigration(
    1_790_000_600_000,
    'console-tables',
    `
    CREATE TABLE record (
      type text NOT NULL,
      document_id text NOT NULL,
      title text NOT NULL,
      status text NOT NULL,
      reason jsonb,
      waiting_for text[],
      warning jsonb,
      m3 jsonb,
      highlights jsonb,
      destinations jsonb NOT NULL DEFAULT '[]',
      sequence bigint NOT NULL DEFAULT 0,
      updated_at timestamptz(3) NOT NULL,
      PRIMARY KEY (type, document_id)
    );
    CREATE INDEX record_newest ON record (updated_at DESC, type, document_id);
    CREATE INDEX record_status ON record (status, updated_at DESC);

    CREATE INDEX record_waiting_for ON record USING gin (waiting_for);
    CREATE INDEX record_approval ON record (updated_at, type, document_id)
      WHERE destinations @? '$[*].questions[*] ? (@.persons >= 2)';

    CREATE TABLE audit (
      id uuid PRIMARY KEY,
      arrival bigint GENERATED ALWAYS AS IDENTITY,
      type text,
      document_id text,
      app text NOT NULL,
      action text NOT NULL,
      summary text NOT NULL,
      direction text,
      by text,
      details jsonb,
      at timestamptz(3) NOT NULL,
      position bigint UNIQUE,
      payload_hash text,
      chain_hash text,
      erased_at timestamptz(3)
    );
    CREATE INDEX audit_document ON audit (type, document_id, at);
    CREATE INDEX audit_newest ON audit (at DESC, arrival DESC);
    CREATE INDEX audit_action ON audit (action, at DESC, arrival DESC);
    CREATE INDEX audit_unchained ON audit (arrival) WHERE position IS NULL;

    CREATE TABLE audit_head (
      only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
      position bigint NOT NULL,
      chain_hash text NOT NULL,
      base_position bigint NOT NULL DEFAULT 0,
      base_hash text NOT NULL DEFAULT '',
      base_at timestamptz(3)
    );
    INSERT INTO audit_head (position, chain_hash) VALUES (0, '');

    CREATE TABLE mapping (
      table_name text NOT NULL,
      key text NOT NULL,
      value jsonb NOT NULL,
      versions jsonb NOT NULL,
      updated_at timestamptz(3) NOT NULL,
      updated_by text NOT NULL,
      PRIMARY KEY (table_name, key)
    );
    `,
  ),
] as const;
