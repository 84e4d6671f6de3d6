import 'reflect-metadata';
import { Failure } from '@sluice/shared/failure';
import type { AppName } from '@sluice/shared/apps';
import { Redaction } from '@sluice/shared/redaction';
import type { DestinationStream } from 'pino';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { AppParts, AppWork } from './app-parts.js';
import { tokenNamesOf, type RuntimeConfig } from './config/runtime-settings.js';
import {
  degradedReasons,
  kafkaCheck,
  postgresCheck,
  relayCheck,
  schemaCheck,
  topicsCheck,
  topicsOf,
} from './health/checks.js';
import { Health } from './health/health.js';
import { untilMet } from './health/until-met.js';
import { KafkaRuntime } from './kafka/kafka-runtime.js';
import { kafkaAccess } from './kafka/kafka-access.js';
import { createNest, closeIntake, type LargeBodies } from './http/create-nest.js';
import type { Guarded } from './http/guard-requests.js';
import { createLogger, type Logger } from './logging/logger.js';
import { messagingMetrics, createMetrics } from './metrics.js';
import { measureOutbox, overdueInOutbox } from './outbox/oldest-unpublished.js';
import { openDatabase } from './postgres/database.js';
import type { MigrationClass } from './postgres/migrate.js';
import { RuntimeModule } from './runtime.module.js';
import { sealing } from './sealing/sealing.js';
import { runtimeDurations } from './settings.js';
import { topicsRead } from './subscriptions.js';
import { shutdown } from './shutdown.js';
import { noTracing } from './tracing/tracing.js';

export interface AppToStart<Config extends RuntimeConfig = RuntimeConfig> {
  readonly app: AppName;
  readonly config: Config;
  readonly migrations: readonly MigrationClass[];
  readonly entities?: readonly EntityTarget<ObjectLiteral>[];
  /** Called once, before anything runs: what the app does, made of the parts that are ready for it. */
  readonly work: (parts: AppParts<Config>) => AppWork;
  /** The person whose own token a request bears; that opens /api, too. */
  readonly personOf?: Guarded['personOf'];
  /** Bodies come as bytes in `request.rawBody` and are not parsed. */
  readonly rawBody?: boolean;
  /** Paths through which others come in: a request there begins a trace. */
  readonly inboundPaths?: readonly string[];
  /** Larger bodies are answered 413. Default 100 kB. */
  readonly bodyLimitBytes?: number;
  /** The one path whose bodies may be larger. */
  readonly largeBodies?: LargeBodies;
  /** How often a fold is tried before its message goes to the dead letters. */
  readonly triesMax?: number;
  readonly logDestination?: DestinationStream;
}

export interface RunningApp {
  readonly url: string;
  /** Resolves when the app cannot go on, with the reason; the process should then end with an error. */
  readonly failed: Promise<Failure>;
  /** In order: no more requests, no more messages, background, what is in the outbox, the database, traces. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts an app: database, then health and HTTP, relay, background, consumer. Waits, not ready but alive, for a schema
 * and topics that are not yet as they should be. Keeps no state outside what it returns.
 */
export async function startApp<Config extends RuntimeConfig>(start: AppToStart<Config>): Promise<RunningApp> {
  const { app, config } = start;
  const redaction = new Redaction(config.secrets.texts());
  config.secrets.onNew((text) => redaction.remember([text]));
  const logger = createLogger(app, config.logLevel, start.logDestination, redaction);
  const access = kafkaAccess(config);
  const durations = runtimeDurations(config.timeScale);
  const database = await openDatabase({
    app,
    databaseUrl: config.databaseUrl,
    statementTimeoutMs: durations.statementTimeoutMs,
    redaction,
    ...(start.entities && { entities: start.entities }),
  });
  const metrics = createMetrics(app);
  measureOutbox(metrics, database);
  const { otlpEndpoint, serviceName = `sluice-${app}` } = config;
  // Without an endpoint nothing of OpenTelemetry is loaded.
  const otlp = otlpEndpoint === undefined ? undefined : await import('./tracing/otlp-tracing.js');
  const tracing =
    otlp?.otlpTracing({ otlpEndpoint: otlpEndpoint as string, serviceName, logger, redaction }) ?? noTracing;
  const health = new Health({
    patienceMs: durations.checkPatienceMs,
    optionalPatienceMs: durations.optionalPatienceMs,
    strangersMs: durations.strangersMs,
  });
  const failed = Promise.withResolvers<Failure>();
  const onFatal = (failure: Failure): void => {
    logger.fatal({ err: failure, fix: failure.fix }, 'the app cannot go on');
    health.noteFatal(failure.message);
    failed.resolve(failure);
  };
  const kafkaRuntime = new KafkaRuntime({
    database,
    config,
    access,
    durations,
    logger,
    metrics: messagingMetrics(metrics),
    tracing,
    triesMax: start.triesMax ?? 5,
    onFatal,
  });
  const { relay, admin } = kafkaRuntime;
  const parts: AppParts<Config> = {
    config,
    database,
    logger,
    metrics,
    tracing,
    health,
    redaction,
    sealing: sealing(config),
  };
  const closingDatabase = async (thrown: unknown): Promise<never> => {
    await database.close();
    throw thrown;
  };
  const {
    subscriptions = {},
    onUnreadable,
    background = [],
    module,
  } = await workOf(start, parts).catch(closingDatabase);
  kafkaRuntime.subscribe(subscriptions, onUnreadable);
  const read = topicsRead(subscriptions);
  const schema = schemaCheck(database, start.migrations);
  const topics = topicsCheck(kafkaRuntime, durations.topicsCheckMs, () => ({
    admin,
    prefix: config.prefix,
    names: topicsOf(app, read),
    ...(config.topicPartitions !== undefined && { partitions: config.topicPartitions }),
  }));
  // An app that reads no topic works without Kafka: what it publishes waits in the outbox.
  const reads = read.length > 0;
  health.require(postgresCheck(database), schema);
  if (reads) health.require(topics, relayCheck(relay));
  else health.prefer(topics, relayCheck(relay));
  health.degradedBy(() => degradedReasons(database, kafkaRuntime));
  health.degradedBy(() => overdueInOutbox(database, durations.overdueAfterMs));
  const nest = await createNest({
    modules: [RuntimeModule.forRoot(parts), ...(module ? [module] : [])],
    logger,
    guarded: {
      apiToken: config.apiToken,
      tokenName: tokenNamesOf(app),
      metricsOpen: config.metricsOpen === 'on',
      ...(start.personOf && { personOf: start.personOf }),
    },
    rawBody: start.rawBody ?? false,
    bodyLimitBytes: start.bodyLimitBytes ?? 100_000,
    ...(start.largeBodies && { largeBodies: start.largeBodies }),
    tracing,
    inboundPaths: start.inboundPaths ?? [],
  }).catch(closingDatabase);
  const stopping = new AbortController();
  let url = '';
  let isJoining = false;
  const run = async (): Promise<void> => {
    if (reads) nest.connectMicroservice({ strategy: kafkaRuntime.server });
    await nest.listen(config.port, config.host);
    url = await nest.getUrl();
    relay.start();
    await untilMet(
      reads ? [kafkaCheck(kafkaRuntime), schema, topics] : [schema],
      durations.startRetryMs,
      logger,
      stopping.signal,
    );
    if (stopping.signal.aborted) return;
    // First, as its work lies in Postgres: joining a consumer group takes long where a member died, since Kafka waits
    // whether it comes back.
    for (const one of background) await one.start();
    if (stopping.signal.aborted) return;
    isJoining = reads;
    if (reads) await nest.startAllMicroservices();
    if (stopping.signal.aborted) return;
    isJoining = false;
    health.noteStarted();
    logger.info({ url }, 'started');
  };
  const running = run();
  const stop = onFirstCall(async () => {
    logger.info('stopping');
    stopping.abort();
    // A join goes on for as long as Kafka waits for other members, and background work that was begun must end before
    // the process is killed.
    if (isJoining) void running.catch(() => undefined);
    else await running.catch(() => undefined);
    await inOrder(logger, [
      ['requests', () => closeIntake(nest)],
      ['messages', () => kafkaRuntime.stopConsuming()],
      ...background.toReversed().map((one) => [one.name, () => one.stop()] as const),
      ['outbox', () => kafkaRuntime.stopPublishing()],
      ['modules', () => nest.close()],
      ['database', () => database.close()],
      ['tracing', () => tracing.stop()],
    ]);
    logger.info('stopped');
  });
  try {
    await Promise.race([running, onShutdown(stop)]);
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  return { url, failed: failed.promise, stop };
}

/** Resolves when the process was told to end and the app has stopped; never where nobody tells it. */
const onShutdown = (stop: () => Promise<void>): Promise<void> =>
  new Promise((resolve, reject) => {
    const signal = shutdown.getStore();
    const end = (): void => void stop().then(resolve, reject);
    if (signal?.aborted === true) end();
    else signal?.addEventListener('abort', end, { once: true });
  });

const workOf = async <Config extends RuntimeConfig>(
  { work }: AppToStart<Config>,
  parts: AppParts<Config>,
): Promise<AppWork> => work(parts);

/** Each step is tried, also when one before it failed; the first failure is thrown at the end. */
async function inOrder(logger: Logger, steps: readonly (readonly [string, () => Promise<void>])[]): Promise<void> {
  const failures: unknown[] = [];
  for (const [name, step] of steps)
    try {
      await step();
    } catch (thrown) {
      logger.error({ err: thrown, step: name }, 'a step of the stop failed');
      failures.push(thrown);
    }
  if (failures.length > 0) throw failures[0];
}

function onFirstCall(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}
