import { dispatcherMigrations } from '@sluice/dispatcher/migrations';
import { runtimeMigrations } from '@sluice/runtime/migrations';
import { defineMigration } from '@sluice/runtime/postgres/migrate';

/**
 * `coupa_document`: `requested` counts how often a document was announced or asked for, `fetched` how many of those the
 * last fetch covers. `fetching` is the command under way, `fetching_covers` what it will cover and `fetching_priority` how
 * urgent the most urgent of those who asked for it was. `revision` and `changed_at` are those of the newest body published;
 * an older answer is recognized by them.
 * `operator_at` is when the last operator command about it was given.
 * `republish_requested`: what the fetch that covers this brings is published even if nothing has changed.
 * `cursor`: one row for each list of Coupa that is polled or was loaded. All changes up to `watermark`, a time of Coupa, were
 * seen; `round` is how far the round under way has come and `reading` the command that reads its next page; `counted` is the
 * result of the last count; `asked_at` is when the last load that was begun was asked for, and `asked_by` by whom.
 */
export const migrations = [
  ...runtimeMigrations,
  ...dispatcherMigrations,
  defineMigration(
    1_790_000_200_000,
    'coupa-gateway-tables',
    `
    CREATE TABLE coupa_document (
      type text NOT NULL,
      id text NOT NULL,
      requested bigint NOT NULL,
      fetched bigint NOT NULL DEFAULT 0,
      fetching uuid,
      fetching_covers bigint,
      fetching_priority text,
      republish_requested bigint,
      operator_at timestamptz,
      revision bigint,
      changed_at timestamptz,
      fetched_at timestamptz,
      PRIMARY KEY (type, id)
    );
    CREATE TABLE cursor (
      name text PRIMARY KEY,
      begun_at timestamptz NOT NULL DEFAULT now(),
      watermark timestamptz,
      due_at timestamptz NOT NULL,
      round jsonb,
      reading uuid,
      ended_at timestamptz,
      counted jsonb,
      counted_at timestamptz,
      asked_at timestamptz,
      asked_by text
    );
    CREATE INDEX cursor_reading ON cursor (reading) WHERE reading IS NOT NULL;
    `,
  ),
] as const;
