-- What the migrations of console make, in its own Postgres schema. Written by apps/cli/src/schema.int.spec.ts.

CREATE TABLE audit (
  id uuid NOT NULL,
  arrival bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  type text,
  document_id text,
  app text NOT NULL,
  action text NOT NULL,
  summary text NOT NULL,
  direction text,
  by text,
  details jsonb,
  at timestamp(3) with time zone NOT NULL,
  "position" bigint,
  payload_hash text,
  chain_hash text,
  erased_at timestamp(3) with time zone,
  CONSTRAINT audit_pkey PRIMARY KEY (id),
  CONSTRAINT audit_position_key UNIQUE ("position")
);
CREATE INDEX audit_action ON audit USING btree (action, at DESC, arrival DESC);
CREATE INDEX audit_document ON audit USING btree (type, document_id, at);
CREATE INDEX audit_newest ON audit USING btree (at DESC, arrival DESC);
CREATE INDEX audit_unchained ON audit USING btree (arrival) WHERE "position" IS NULL;

CREATE TABLE audit_head (
  only_one boolean DEFAULT true NOT NULL,
  "position" bigint NOT NULL,
  chain_hash text NOT NULL,
  base_position bigint DEFAULT 0 NOT NULL,
  base_hash text DEFAULT ''::text NOT NULL,
  base_at timestamp(3) with time zone,
  CONSTRAINT audit_head_pkey PRIMARY KEY (only_one),
  CONSTRAINT audit_head_only_one_check CHECK (only_one)
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

CREATE TABLE mapping (
  table_name text NOT NULL,
  key text NOT NULL,
  value jsonb NOT NULL,
  versions jsonb NOT NULL,
  updated_at timestamp(3) with time zone NOT NULL,
  updated_by text NOT NULL,
  CONSTRAINT mapping_pkey PRIMARY KEY (table_name, key)
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
  destinations jsonb DEFAULT '[]'::jsonb NOT NULL,
  sequence bigint DEFAULT 0 NOT NULL,
  updated_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT record_pkey PRIMARY KEY (type, document_id)
);
CREATE INDEX record_approval ON record USING btree (updated_at, type, document_id) WHERE destinations @? '$[*]."questions"[*]?(@."persons" >= 2)'::jsonpath;
CREATE INDEX record_newest ON record USING btree (updated_at DESC, type, document_id);
CREATE INDEX record_status ON record USING btree (status, updated_at DESC);
CREATE INDEX record_waiting_for ON record USING gin (waiting_for);

CREATE TABLE replica (
  topic text NOT NULL,
  key text NOT NULL,
  sequence bigint NOT NULL,
  value jsonb NOT NULL,
  received_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT replica_pkey PRIMARY KEY (topic, key)
);
