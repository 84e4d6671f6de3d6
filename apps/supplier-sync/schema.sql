-- What the migrations of supplier-sync make, in its own Postgres schema. Written by apps/cli/src/schema.int.spec.ts.

CREATE TABLE answer (
  type text NOT NULL,
  id text NOT NULL,
  question text NOT NULL,
  answer text NOT NULL,
  note text,
  by_whom text NOT NULL,
  is_proven boolean NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT answer_pkey PRIMARY KEY (type, id, question, by_whom, at),
  CONSTRAINT answer_type_id_fkey FOREIGN KEY (type, id) REFERENCES document(type, id)
);

CREATE TABLE called_up (
  "position" bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  type text NOT NULL,
  id text NOT NULL,
  priority smallint,
  cause jsonb,
  CONSTRAINT called_up_pkey PRIMARY KEY ("position")
);

CREATE TABLE changed_key (
  "position" bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  topic text NOT NULL,
  key text NOT NULL,
  priority smallint DEFAULT 0 NOT NULL,
  CONSTRAINT changed_key_pkey PRIMARY KEY ("position")
);

CREATE TABLE consumed (
  topic text NOT NULL,
  partition integer NOT NULL,
  next_offset bigint NOT NULL,
  cluster_id text NOT NULL,
  topic_id text NOT NULL,
  noted_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT consumed_pkey PRIMARY KEY (topic, partition)
);

CREATE TABLE destination (
  type text NOT NULL,
  id text NOT NULL,
  name text NOT NULL,
  acknowledged jsonb,
  acknowledged_at timestamp with time zone,
  confirmed_twice boolean DEFAULT false NOT NULL,
  identity jsonb,
  read_back_since timestamp with time zone,
  in_flight jsonb,
  last_contact_at timestamp with time zone,
  reported_at timestamp with time zone,
  last jsonb,
  refused_write jsonb,
  memory jsonb,
  questions jsonb,
  status text,
  reason jsonb,
  CONSTRAINT destination_pkey PRIMARY KEY (type, id, name),
  CONSTRAINT destination_type_id_fkey FOREIGN KEY (type, id) REFERENCES document(type, id)
);
CREATE INDEX destination_last_contact ON destination USING btree (last_contact_at) WHERE in_flight IS NOT NULL;
CREATE INDEX destination_unanswered ON destination USING btree (reported_at) WHERE in_flight IS NOT NULL;

CREATE TABLE document (
  type text NOT NULL,
  id text NOT NULL,
  sequence bigint DEFAULT 0 NOT NULL,
  desired jsonb,
  removed boolean DEFAULT false NOT NULL,
  unavailable jsonb,
  due_at timestamp with time zone,
  priority smallint DEFAULT 0 NOT NULL,
  until_priority smallint,
  ignored jsonb,
  stuck jsonb,
  operated_at timestamp with time zone,
  asked_by text,
  is_retried boolean DEFAULT false NOT NULL,
  fingerprint text,
  made_at timestamp with time zone,
  cause jsonb,
  CONSTRAINT document_pkey PRIMARY KEY (type, id)
);
CREATE INDEX document_due_by_age ON document USING btree (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX document_due_by_priority ON document USING btree (COALESCE(until_priority, priority), due_at) WHERE due_at IS NOT NULL;
CREATE INDEX document_fingerprint ON document USING btree (type, fingerprint, made_at) WHERE fingerprint IS NOT NULL;
CREATE INDEX document_stuck ON document USING btree (type, id) WHERE stuck IS NOT NULL;

CREATE TABLE fact (
  type text NOT NULL,
  id text NOT NULL,
  destination text NOT NULL,
  step text NOT NULL,
  records jsonb NOT NULL,
  read_at timestamp with time zone NOT NULL,
  command_id uuid NOT NULL,
  just_read boolean NOT NULL,
  CONSTRAINT fact_pkey PRIMARY KEY (type, id, destination, step),
  CONSTRAINT fact_type_id_fkey FOREIGN KEY (type, id) REFERENCES document(type, id)
);

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

CREATE TABLE reference_request (
  topic text NOT NULL,
  key text NOT NULL,
  requested_at timestamp with time zone NOT NULL,
  CONSTRAINT reference_request_pkey PRIMARY KEY (topic, key)
);

CREATE TABLE replica (
  topic text NOT NULL,
  key text NOT NULL,
  sequence bigint NOT NULL,
  value jsonb NOT NULL,
  received_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT replica_pkey PRIMARY KEY (topic, key)
);

CREATE TABLE series (
  name text NOT NULL,
  next bigint NOT NULL,
  CONSTRAINT series_pkey PRIMARY KEY (name)
);

CREATE TABLE series_number (
  series text NOT NULL,
  type text NOT NULL,
  id text NOT NULL,
  number bigint NOT NULL,
  CONSTRAINT series_number_pkey PRIMARY KEY (series, type, id),
  CONSTRAINT series_number_series_fkey FOREIGN KEY (series) REFERENCES series(name),
  CONSTRAINT series_number_series_number_key UNIQUE (series, number),
  CONSTRAINT series_number_type_id_fkey FOREIGN KEY (type, id) REFERENCES document(type, id)
);

CREATE TABLE waiting (
  type text NOT NULL,
  id text NOT NULL,
  destination text NOT NULL,
  topic text NOT NULL,
  key text NOT NULL,
  seen_sequence bigint NOT NULL,
  missing boolean NOT NULL,
  CONSTRAINT waiting_pkey PRIMARY KEY (type, id, destination, topic, key),
  CONSTRAINT waiting_type_id_fkey FOREIGN KEY (type, id) REFERENCES document(type, id)
);
CREATE INDEX waiting_key ON waiting USING btree (topic, key);
