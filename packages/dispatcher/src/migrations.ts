import { defineMigration } from '@sluice/runtime/postgres/migrate';

/**
 * The tables of a gateway.
 * `lease`: one row per account, `since` it was first called; its term tells dispatchers apart; until `paused_until` nothing
 * is sent for the account.
 * `command`: what a sync asked for and how far it is; `due_at` is null while an answer or a person is waited for, `delay`
 * is what holds it up as last published, `shared_losses` how many answers it lost in requests that it shared,
 * `next_purpose`, `next_group` and `next_calls` what its next request carries, where that is known without reading it,
 * `settled_at` when the last settlement that was read here was made.
 * `step`: the steps of a command; `items` has one entry per call.
 * `request`: one row per HTTP request, written before it leaves; `request_item`: which call travelled in which request.
 * `request` is the ledger of the quota too; its `priority` says from whose share it was spent.
 */
export const dispatcherMigrations = [
  defineMigration(
    1_790_000_100_000,
    'dispatcher-tables',
    `
    CREATE TABLE lease (
      name text PRIMARY KEY,
      term bigint NOT NULL,
      holder text NOT NULL,
      expires_at timestamptz NOT NULL,
      paused_until timestamptz,
      paused_because text,
      since timestamptz NOT NULL DEFAULT now()
    );
    CREATE TABLE command (
      command_id uuid PRIMARY KEY,
      document_type text NOT NULL,
      document_id text NOT NULL,
      destination text NOT NULL,
      priority smallint NOT NULL,
      decided_at timestamptz,
      body jsonb,
      cause jsonb,
      state text NOT NULL,
      run integer NOT NULL DEFAULT 1,
      undo jsonb,
      undone boolean NOT NULL DEFAULT false,
      message text,
      due_at timestamptz,
      next_purpose text,
      next_group text,
      next_calls integer,
      delay jsonb,
      shared_losses integer NOT NULL DEFAULT 0,
      outcome jsonb,
      settled_at timestamptz,
      received_at timestamptz NOT NULL DEFAULT now(),
      ended_at timestamptz
    );
    CREATE INDEX command_due ON command (priority, due_at) WHERE due_at IS NOT NULL;
    CREATE INDEX command_in_flight ON command (state) WHERE due_at IS NULL AND ended_at IS NULL;
    CREATE INDEX command_alive ON command (received_at) WHERE ended_at IS NULL AND state <> 'needs-operator';
    CREATE INDEX command_document ON command (document_type, document_id);
    CREATE TABLE step (
      command_id uuid NOT NULL REFERENCES command ON DELETE CASCADE,
      position integer NOT NULL,
      id text NOT NULL,
      state text NOT NULL,
      items jsonb NOT NULL,
      attempts integer NOT NULL,
      not_seen integer NOT NULL,
      outcome_unknown boolean NOT NULL,
      refusal_in_doubt boolean NOT NULL,
      request_id uuid,
      probe jsonb,
      ended_at timestamptz,
      PRIMARY KEY (command_id, id)
    );
    CREATE TABLE request (
      id uuid PRIMARY KEY,
      account text NOT NULL,
      purpose text NOT NULL,
      term bigint NOT NULL,
      priority smallint,
      intended_at timestamptz NOT NULL DEFAULT clock_timestamp(),
      send_before timestamptz,
      deadline timestamptz,
      answered_at timestamptz,
      state text NOT NULL,
      status integer,
      request jsonb NOT NULL,
      answer jsonb,
      duration_ms integer,
      decision text
    );
    CREATE INDEX request_open ON request (term) WHERE answered_at IS NULL;
    CREATE INDEX request_answered ON request (account, answered_at);
    CREATE TABLE request_item (
      request_id uuid NOT NULL REFERENCES request ON DELETE CASCADE,
      position integer NOT NULL,
      command_id uuid NOT NULL REFERENCES command ON DELETE CASCADE,
      step_id text NOT NULL,
      run integer NOT NULL,
      transaction_index integer NOT NULL,
      result text,
      PRIMARY KEY (request_id, position)
    );
    CREATE INDEX request_item_command ON request_item (command_id);
    `,
  ),
] as const;
