import type { AppName } from '@sluice/shared/apps';
import { z } from 'zod';
import { readDatabaseUrl } from '../postgres/database-url.js';
import { sealingSettings } from '../sealing/sealing-settings.js';
import type { SealingKeys } from '../sealing/sealing.js';
import { setting, type ConfigOf, type Secrets, type Settings } from './define-config.js';
import { kafkaSettings } from './kafka-settings.js';
import { wholeNumber } from './whole-number.js';

export const portSetting = (name: string, example: string) =>
  setting(name, wholeNumber(0, 65_535), { description: 'TCP port to listen on; 0 takes a free one.', example });

/** A positive factor such as `0.05`. */
export const timeScaleSchema = z
  .string()
  .default('1')
  .transform(Number)
  .refine((value) => value > 0 && value <= 100, 'must be a number above 0 and at most 100');

/** Shorter ones are found by trying. */
export const tokenText = z.string().min(16, 'must have at least 16 characters');

/** The setting that holds the token of one app alone; the command line speaks with the console. */
export const tokenNameOf = (app: AppName | 'cli'): string =>
  `SLUICE_${(app === 'cli' ? 'console' : app).toUpperCase().replaceAll('-', '_')}_TOKEN`;

/** Where the token of an app is set, for people. */
export const tokenNamesOf = (app: AppName): string =>
  app === 'ingress' ? tokenNameOf(app) : `SLUICE_API_TOKEN, or ${tokenNameOf(app)} where that is set`;

/** Where traces go, in the variables that OpenTelemetry has for it. */
const tracingSettings = {
  otlpEndpoint: setting('OTEL_EXPORTER_OTLP_ENDPOINT', z.url({ protocol: /^https?$/ }).optional(), {
    description: 'Where traces are sent by OTLP over HTTP, as JSON; left out, there are none.',
    example: 'http://127.0.0.1:4318',
  }),
  serviceName: setting('OTEL_SERVICE_NAME', z.string().optional(), {
    description: 'Name of the app in traces; left out, it is `sluice-` and the name of the app.',
    example: 'sluice-po-sync',
  }),
} as const;

/** The settings that every app has. */
export const runtimeSettings = {
  ...kafkaSettings,
  databaseUrl: setting(
    'DATABASE_URL',
    z.string().superRefine((written, context) => {
      const read = readDatabaseUrl(written);
      if ('problem' in read) context.addIssue({ code: 'custom', message: read.problem });
    }),
    {
      description:
        'PostgreSQL 15 or newer, reached directly; each app keeps to a schema of its own in it. A # ? / @ or % of the password is written percent-encoded. By TLS with ?sslmode=verify-full, and sslrootcert, sslcert and sslkey as paths of files.',
      example: 'postgres://sluice:sluice@127.0.0.1:5432/sluice',
      secret: true,
    },
  ),
  prefix: setting(
    'SLUICE_PREFIX',
    z
      .string()
      .regex(/^[A-Za-z0-9._-]{0,64}$/, 'may hold letters, digits, dot, underscore and hyphen')
      .default(''),
    { description: 'Put before every topic and group, so that installations can share a Kafka. Empty in production.' },
  ),
  host: setting('HOST', z.string().default('127.0.0.1'), { description: 'Address to listen on.', example: '0.0.0.0' }),
  port: portSetting('PORT', '8080'),
  logLevel: setting(
    'LOG_LEVEL',
    z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    {
      description: 'Least level that is logged.',
      example: 'info',
    },
  ),
  apiToken: setting('SLUICE_API_TOKEN', tokenText, {
    description:
      'Bearer token of the console’s API and of the apps’ internal routes; ingress, which strangers reach, does not take it.',
    example: 'a-long-random-text',
    secret: true,
    ofApp: tokenNameOf,
  }),
  metricsOpen: setting('METRICS_OPEN', z.enum(['on', 'off']).default('off'), {
    description: 'Whether /metrics answers without the bearer token, for a Prometheus that cannot send one.',
  }),
  topicPartitions: setting('SLUICE_TOPIC_PARTITIONS', wholeNumber(1, 100).optional(), {
    description: 'Partitions of every topic where they differ from the registry, as in tests. Left out in production.',
  }),
  redactValues: setting(
    'SLUICE_REDACT_VALUES',
    z
      .string()
      .default('')
      .transform((list) => list.split(',').map((value) => value.trim()))
      .transform((values) => values.filter((value) => value !== ''))
      .refine((values) => values.every((value) => value.length >= 8), 'each value must have at least 8 characters'),
    {
      description:
        'Further secret values, comma-separated, that are left out of history, logs and traces wherever they would appear.',
      secret: true,
    },
  ),
  ...sealingSettings,
  ...tracingSettings,
  timeScale: setting('SLUICE_TIME_SCALE', timeScaleSchema, {
    description: 'Every duration is multiplied by it: 1 in production, less in tests and the demo.',
    example: '1',
  }),
} as const;

/** What an app's configuration has in common with every other; an app may do without a token, and without the sealing keys. */
export type RuntimeConfig = Omit<
  ConfigOf<typeof runtimeSettings>,
  'apiToken' | 'secrets' | keyof typeof sealingSettings
> &
  SealingKeys & {
    /** Without it, nobody is let in where a token is needed. */
    readonly apiToken?: string | undefined;
    readonly secrets: Pick<Secrets<Settings>, 'texts' | 'onNew'>;
  };
