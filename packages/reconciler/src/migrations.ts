import { runtimeMigrations } from '@sluice/runtime/migrations';
import { defineMigration } from '@sluice/runtime/postgres/migrate';

const tables = `
  -- What Coupa wants, one row a document. Whoever writes about a document holds the lock of its row here.
  CREATE TABLE document (
    type        text        NOT NULL,
    id          text        NOT NULL,
    sequence    bigint      NOT NULL DEFAULT 0,     -- of the newest snapshot that was folded
    desired     jsonb,                              -- the last body that Coupa handed out
    removed     boolean     NOT NULL DEFAULT false,
    unavailable jsonb,                              -- Coupa's refusal to hand it out, when that is newer than the body
    due_at      timestamptz,                        -- to be decided then; null: nothing to decide
    priority    smallint    NOT NULL DEFAULT 0,     -- 0 live, 1 replay, 2 first load
    until_priority smallint,                        -- instead, while nothing but time makes it due; null: something else does
    ignored     jsonb,                              -- who set it aside and why, until a newer snapshot
    stuck       jsonb,                              -- what deciding threw, and the code versions that threw
    operated_at timestamptz,                        -- when the last operator command that was acted upon was given
    asked_by    text,                               -- who asked for the next decision; null: no person did
    is_retried  boolean     NOT NULL DEFAULT false, -- a person has asked for it by a retry
    fingerprint text,                               -- digest of what makes it look the same as another; null: like none
    made_at     timestamptz,                        -- when Coupa made it, of those that have a fingerprint
    cause       jsonb,                              -- envelope of the last message that made it due
    PRIMARY KEY (type, id)
  );
  CREATE INDEX document_due_by_priority ON document (coalesce(until_priority, priority), due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX document_due_by_age ON document (due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX document_stuck ON document (type, id) WHERE stuck IS NOT NULL;
  CREATE INDEX document_fingerprint ON document (type, fingerprint, made_at) WHERE fingerprint IS NOT NULL;

  -- A system that a document must be brought to: 'm3', 'm3/<company>' or 'coupa'.
  CREATE TABLE destination (
    type            text        NOT NULL,
    id              text        NOT NULL,
    name            text        NOT NULL,
    acknowledged    jsonb,                          -- the target that the other system confirmed
    acknowledged_at timestamptz,
    confirmed_twice boolean     NOT NULL DEFAULT false, -- the same target, and no retry since
    identity        jsonb,                          -- what the document is called there, for good
    read_back_since timestamptz,                    -- a write ended half-way: read before the next one
    in_flight       jsonb,                          -- the one command alive, whole, so that it can be sent again
    last_contact_at timestamptz,                    -- when that command was last sent, asked for or answered
    reported_at     timestamptz,                    -- when that command was sent, or the gateway last reported about it
    last            jsonb,                          -- how the last command ended
    refused_write   jsonb,                          -- the last write refused, until another succeeds or a person retries
    memory          jsonb,                          -- what decisions want to know of earlier ones
    questions       jsonb,                          -- what only a person can decide, by the last decision
    status          text,                           -- null: the last decision left this destination out
    reason          jsonb,
    PRIMARY KEY (type, id, name),
    FOREIGN KEY (type, id) REFERENCES document (type, id)
  );
  CREATE INDEX destination_last_contact ON destination (last_contact_at) WHERE in_flight IS NOT NULL;
  CREATE INDEX destination_unanswered ON destination (reported_at) WHERE in_flight IS NOT NULL;

  -- What the other system was seen to hold: the records that the step of a command returned.
  CREATE TABLE fact (
    type        text        NOT NULL,
    id          text        NOT NULL,
    destination text        NOT NULL,
    step        text        NOT NULL,
    records     jsonb       NOT NULL,
    read_at     timestamptz NOT NULL,
    command_id  uuid        NOT NULL,
    just_read   boolean     NOT NULL,               -- brought by a read command and not yet decided upon
    PRIMARY KEY (type, id, destination, step),
    FOREIGN KEY (type, id) REFERENCES document (type, id)
  );

  -- What people answered to the questions of a document; one row an answer, however often it is read.
  CREATE TABLE answer (
    type      text        NOT NULL,
    id        text        NOT NULL,
    question  text        NOT NULL,
    answer    text        NOT NULL,
    note      text,
    by_whom   text        NOT NULL,
    is_proven boolean     NOT NULL,                 -- by a token of the person's own
    at        timestamptz NOT NULL,
    PRIMARY KEY (type, id, question, by_whom, at),
    FOREIGN KEY (type, id) REFERENCES document (type, id)
  );

  -- Numbers that are given out once: what a series gives next, and which document has got which.
  CREATE TABLE series (
    name text   NOT NULL PRIMARY KEY,
    next bigint NOT NULL
  );
  CREATE TABLE series_number (
    series text   NOT NULL REFERENCES series (name),
    type   text   NOT NULL,
    id     text   NOT NULL,
    number bigint NOT NULL,
    PRIMARY KEY (series, type, id),
    UNIQUE (series, number),
    FOREIGN KEY (type, id) REFERENCES document (type, id)
  );

  -- What a destination waits for, what it watches, or what a write on its way was decided by, and what was there then:
  -- something newer decides again.
  CREATE TABLE waiting (
    type          text    NOT NULL,
    id            text    NOT NULL,
    destination   text    NOT NULL,
    topic         text    NOT NULL,
    key           text    NOT NULL,
    seen_sequence bigint  NOT NULL,
    missing       boolean NOT NULL,                 -- it waits for it; false: nothing is missing, it is watched or was used
    PRIMARY KEY (type, id, destination, topic, key),
    FOREIGN KEY (type, id) REFERENCES document (type, id)
  );
  CREATE INDEX waiting_key ON waiting (topic, key);

  -- Keys that changed while someone waited for them, written with the change, taken away when all who wait are woken.
  -- No key is unique here: a second change must not be swallowed by the row of a first that is just being taken away.
  CREATE TABLE changed_key (
    position bigint   GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic    text     NOT NULL,
    key      text     NOT NULL,
    priority smallint NOT NULL DEFAULT 0            -- how urgent what follows from the change is
  );

  -- Documents that a decision about another one calls up, written with that decision, taken away when they are due.
  CREATE TABLE called_up (
    position bigint   GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    type     text     NOT NULL,
    id       text     NOT NULL,
    priority smallint,                              -- null: it keeps its own
    cause    jsonb                                  -- envelope of what made the other one due
  );

  -- When Coupa was last asked for a missing reference.
  CREATE TABLE reference_request (
    topic        text        NOT NULL,
    key          text        NOT NULL,
    requested_at timestamptz NOT NULL,
    PRIMARY KEY (topic, key)
  );
`;

export const reconcilerMigrations = [defineMigration(1_790_000_100_000, 'reconciler-tables', tables)];

/** All that a sync keeps: it has no tables of its own. Table `replica`, the copies of what other apps publish, is among the runtime's. */
export const syncMigrations = [...runtimeMigrations, ...reconcilerMigrations];
