-- What the migrations of ingress make, in its own Postgres schema. Written by apps/cli/src/schema.int.spec.ts.

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

CREATE TABLE inbox (
  event_id text NOT NULL,
  reference uuid NOT NULL,
  event_type text,
  document text,
  hash text NOT NULL,
  fingerprint text,
  received_at timestamp with time zone NOT NULL,
  CONSTRAINT inbox_pkey PRIMARY KEY (event_id)
);
CREATE UNIQUE INDEX inbox_fingerprint ON inbox USING btree (fingerprint);
CREATE INDEX inbox_received_at ON inbox USING btree (received_at);

CREATE TABLE inbox_alarm (
  event_id text NOT NULL,
  hash text NOT NULL,
  reference uuid NOT NULL,
  received_at timestamp with time zone NOT NULL,
  CONSTRAINT inbox_alarm_pkey PRIMARY KEY (event_id, hash)
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
