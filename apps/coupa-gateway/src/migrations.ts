import { dispatcherMigrations } from '@sluice/dispatcher/migrations';
import { runtimeMigrations } from '@sluice/runtime/migrations';
import { defineMigration } from '@sluice/runtime/postgres/migrate';

/**
 * `coupa_document`: what was announced (`wanted` counts notices) and what was fetched (`fetched`: how many of them the
 * last fetch covers). `fetching` is the command under way, `fetching_requested` what it will cover. `revision` and
 * `changed_at` are those of the newest body published, by which an older one is told.
 * `republish_requested`: somebody asked that what this fetch brings is published even if nothing has changed.
 * `cursor`: one row for each list of Coupa that is walked through. All changes up to `watermark` were seen, a time of
 * Coupa; `round` is how far the walk under way has come and `reading` the command that reads its next page; `counted` is
 * what the last count said.
 */
export const migrations = [
  ...runtimeMigrations,
  ...dispatcherMigrations,
  defineMigration(
    1_790_000_200_000,
    'coupa-documents',
    `
    CREATE TABLE coupa_document (
      type text NOT NULL,
      id text NOT NULL,
      requested bigint NOT NULL,
      fetched bigint NOT NULL DEFAULT 0,
      fetching uuid,
      fetching_requested bigint,
      revision bigint,
      changed_at timestamptz,
      fetched_at timestamptz,
      PRIMARY KEY (type, id)
    );
    `,
  ),
  defineMigration(
    1_790_000_210_000,
    'coupa-cursors',
    `
    CREATE TABLE cursor (
      name text PRIMARY KEY,
      begun_at timestamptz NOT NULL DEFAULT now(),
      watermark timestamptz,
      due_at timestamptz NOT NULL,
      round jsonb,
      reading uuid,
      ended_at timestamptz,
      counted jsonb,
      counted_at timestamptz
    );
    CREATE INDEX cursor_reading ON cursor (reading) WHERE reading IS NOT NULL;
    `,
  ),
  defineMigration(
    1_790_000_220_000,
    'coupa-republish',
    `
    ALTER TABLE coupa_document ADD COLUMN republish_requested bigint;
    `,
  ),
] as const;
