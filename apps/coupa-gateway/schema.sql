-- What the migrations of coupa-gateway make, in its own Postgres schema. Written by apps/cli/src/schema.int.spec.ts.

CREATE TABLE command (
  command_id uuid NOT NULL,
  document_type text NOT NULL,
  document_id text NOT NULL,
  destination text NOT NULL,
  priority smallint NOT NULL,
  decided_at timestamp with time zone,
  body jsonb,
  cause jsonb,
  state text NOT NULL,
  run integer DEFAULT 1 NOT NULL,
  undo jsonb,
  undone boolean DEFAULT false NOT NULL,
  message text,
  due_at timestamp with time zone,
  next_purpose text,
  next_group text,
  next_calls integer,
  delay jsonb,
  shared_losses integer DEFAULT 0 NOT NULL,
  outcome jsonb,
  settled_at timestamp with time zone,
  received_at timestamp with time zone DEFAULT now() NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT command_pkey PRIMARY KEY (command_id)
);
CREATE INDEX command_alive ON command USING btree (received_at) WHERE ended_at IS NULL AND state <> 'needs-operator'::text;
CREATE INDEX command_document ON command USING btree (document_type, document_id);
CREATE INDEX command_due ON command USING btree (priority, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX command_in_flight ON command USING btree (state) WHERE due_at IS NULL AND ended_at IS NULL;

CREATE TABLE consumed (
  topic text NOT NULL,
  partition integer NOT NULL,
  next_offset bigint NOT NULL,
  cluster_id text NOT NULL,
  topic_id text NOT NULL,
  noted_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT consumed_pkey PRIMARY KEY (topic, partition)
);

CREATE TABLE coupa_document (
  type text NOT NULL,
  id text NOT NULL,
  requested bigint NOT NULL,
  fetched bigint DEFAULT 0 NOT NULL,
  fetching uuid,
  fetching_covers bigint,
  fetching_priority text,
  republish_requested bigint,
  operator_at timestamp with time zone,
  revision bigint,
  changed_at timestamp with time zone,
  fetched_at timestamp with time zone,
  CONSTRAINT coupa_document_pkey PRIMARY KEY (type, id)
);

CREATE TABLE cursor (
  name text NOT NULL,
  begun_at timestamp with time zone DEFAULT now() NOT NULL,
  watermark timestamp with time zone,
  due_at timestamp with time zone NOT NULL,
  round jsonb,
  reading uuid,
  ended_at timestamp with time zone,
  counted jsonb,
  counted_at timestamp with time zone,
  asked_at timestamp with time zone,
  asked_by text,
  CONSTRAINT cursor_pkey PRIMARY KEY (name)
);
CREATE INDEX cursor_reading ON cursor USING btree (reading) WHERE reading IS NOT NULL;

CREATE TABLE fold_try (
  topic text NOT NULL,
  partition integer NOT NULL,
  message_offset bigint NOT NULL,
  key text NOT NULL,
  tries integer NOT NULL,
  last_error text NOT NULL,
  dead_lettered_at timestamp with time zone,
  tried_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT fold_try_pkey PRIMARY KEY (topic, partition, message_offset)
);

CREATE TABLE lease (
  name text NOT NULL,
  term bigint NOT NULL,
  holder text NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  paused_until timestamp with time zone,
  paused_because text,
  since timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT lease_pkey PRIMARY KEY (name)
);

CREATE TABLE migrations (
  id integer DEFAULT nextval('migrations_id_seq'::regclass) NOT NULL,
  "timestamp" bigint NOT NULL,
  name character varying NOT NULL,
  CONSTRAINT "PK_8c82d7f526340ab734260ea46be" PRIMARY KEY (id)
);

CREATE TABLE outbox (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  topic text NOT NULL,
  key text NOT NULL,
  value json NOT NULL,
  headers jsonb NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT outbox_pkey PRIMARY KEY (id)
);

CREATE TABLE outbox_refused (
  id bigint NOT NULL,
  topic text NOT NULL,
  key text NOT NULL,
  value json NOT NULL,
  headers jsonb NOT NULL,
  created_at timestamp with time zone NOT NULL,
  reason text NOT NULL,
  refused_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT outbox_refused_pkey PRIMARY KEY (id)
);
CREATE INDEX outbox_refused_key ON outbox_refused USING btree (topic, key);

CREATE TABLE published (
  topic text NOT NULL,
  key text NOT NULL,
  sequence bigint NOT NULL,
  hash text NOT NULL,
  CONSTRAINT published_pkey PRIMARY KEY (topic, key)
);

CREATE TABLE replica (
  topic text NOT NULL,
  key text NOT NULL,
  sequence bigint NOT NULL,
  value jsonb NOT NULL,
  received_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT replica_pkey PRIMARY KEY (topic, key)
);

CREATE TABLE request (
  id uuid NOT NULL,
  account text NOT NULL,
  purpose text NOT NULL,
  term bigint NOT NULL,
  priority smallint,
  intended_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
  send_before timestamp with time zone,
  deadline timestamp with time zone,
  answered_at timestamp with time zone,
  state text NOT NULL,
  status integer,
  request jsonb NOT NULL,
  answer jsonb,
  duration_ms integer,
  decision text,
  CONSTRAINT request_pkey PRIMARY KEY (id)
);
CREATE INDEX request_answered ON request USING btree (account, answered_at);
CREATE INDEX request_open ON request USING btree (term) WHERE answered_at IS NULL;

CREATE TABLE request_item (
  request_id uuid NOT NULL,
  "position" integer NOT NULL,
  command_id uuid NOT NULL,
  step_id text NOT NULL,
  run integer NOT NULL,
  transaction_index integer NOT NULL,
  result text,
  CONSTRAINT request_item_pkey PRIMARY KEY (request_id, "position"),
  CONSTRAINT request_item_command_id_fkey FOREIGN KEY (command_id) REFERENCES command(command_id) ON DELETE CASCADE,
  CONSTRAINT request_item_request_id_fkey FOREIGN KEY (request_id) REFERENCES request(id) ON DELETE CASCADE
);
CREATE INDEX request_item_command ON request_item USING btree (command_id);

CREATE TABLE step (
  command_id uuid NOT NULL,
  "position" integer NOT NULL,
  id text NOT NULL,
  state text NOT NULL,
  items jsonb NOT NULL,
  attempts integer NOT NULL,
  not_seen integer NOT NULL,
  outcome_unknown boolean NOT NULL,
  refusal_in_doubt boolean NOT NULL,
  request_id uuid,
  probe jsonb,
  ended_at timestamp with time zone,
  CONSTRAINT step_pkey PRIMARY KEY (command_id, id),
  CONSTRAINT step_command_id_fkey FOREIGN KEY (command_id) REFERENCES command(command_id) ON DELETE CASCADE
);
