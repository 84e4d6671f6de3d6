import 'reflect-metadata';
import type { DynamicModule, InjectionToken, Type } from '@nestjs/common';
import { Failure } from '@sluice/shared/failure';
import type { AppName, TopicName } from '@sluice/shared/topics';
import type { DestinationStream } from 'pino';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { RuntimeConfig } from './config/runtime-settings.js';
import { lostStates } from './kafka/fold-tries.js';
import { kafkaCheck, postgresCheck, relayCheck, schemaCheck, topicsCheck, topicsOf } from './health/checks.js';
import { Health } from './health/health.js';
import { untilMet } from './health/until-met.js';
import { KafkaRuntime } from './kafka/kafka-runtime.js';
import { kafkaAccess } from './kafka/kafka-access.js';
import { describeRetentionLoss } from './kafka/retention-loss.js';
import { refusedMessages, describeRefused } from './kafka/refused-messages.js';
import { createNest, closeIntake } from './http/create-nest.js';
import { createLogger, type Logger } from './logging/logger.js';
import { messagingMetrics, createMetrics } from './metrics.js';
import { openDatabase } from './postgres/database.js';
import type { MigrationClass } from './postgres/migrate.js';
import { RuntimeModule } from './runtime.module.js';
import { runtimeDurations } from './settings.js';
import { openTracing } from './tracing/open-tracing.js';

/** Work that goes on by itself beside requests and messages. */
export interface Background {
  readonly name: string;
  start(): void | Promise<void>;
  /** Finishes what is begun, begins nothing more. */
  stop(): Promise<void>;
}

export interface AppToStart {
  readonly app: AppName;
  readonly config: RuntimeConfig;
  /** The app's own module; the runtime's tokens are there for it. */
  readonly module: Type | DynamicModule;
  /** The topics that its consumers handle; empty for an app that reads none. */
  readonly consumes: readonly TopicName[];
  readonly migrations: readonly MigrationClass[];
  readonly entities?: readonly EntityTarget<ObjectLiteral>[];
  /** Tokens of `Background`s in the module, in the order to start; they stop in the opposite one. */
  readonly background?: readonly InjectionToken[];
  /** Bodies come as bytes in `request.rawBody` and are not parsed. */
  readonly rawBody?: boolean;
  /** Paths through which others come in: a request there begins a trace. */
  readonly inboundPaths?: readonly string[];
  /** Larger bodies are answered 413. Default 1 MB. */
  readonly bodyLimitBytes?: number;
  /** Fold tries before a message goes to the dead letters. */
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
 * Starts an app: database, then health and HTTP, relay, background, consumers. Waits, not ready but alive, for a schema
 * and topics that are not yet as they should be. Keeps no state outside what it returns.
 */
export async function startApp(start: AppToStart): Promise<RunningApp> {
  const { app, config } = start;
  const logger = createLogger(app, config.logLevel, start.logDestination);
  const access = kafkaAccess(config);
  const durations = runtimeDurations(config.timeScale);
  const database = await openDatabase({
    app,
    databaseUrl: config.databaseUrl,
    statementTimeoutMs: durations.statementTimeoutMs,
    ...(start.entities && { entities: start.entities }),
  });
  const registry = createMetrics(app);
  const tracing = await openTracing({
    serviceName: config.serviceName ?? `sluice-${app}`,
    logger,
    ...(config.otlpEndpoint !== undefined && { otlpEndpoint: config.otlpEndpoint }),
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
    metrics: messagingMetrics(registry),
    tracing,
    triesMax: start.triesMax ?? 5,
    onFatal,
  });
  const { relay, receiver, admin } = kafkaRuntime;
  const schema = schemaCheck(database, start.migrations);
  const topics = topicsCheck(kafkaRuntime, durations.topicsCheckMs, () => ({
    admin,
    prefix: config.prefix,
    names: topicsOf(app, start.consumes),
    ...(config.topicPartitions !== undefined && { partitions: config.topicPartitions }),
  }));
  // An app that reads no topic does its work without Kafka: what it has to say waits in the outbox.
  const reads = start.consumes.length > 0;
  const ofKafka = [topics, relayCheck(relay)];
  const health = new Health({
    needs: [postgresCheck(database), schema, ...(reads ? ofKafka : [])],
    optional: reads ? [] : ofKafka,
    patienceMs: durations.checkPatienceMs,
    optionalPatienceMs: durations.optionalPatienceMs,
  });
  health.degradedBy(async () => kafkaRuntime.retentionLosses.map(describeRetentionLoss));
  health.degradedBy(async () =>
    (await lostStates(database)).map(({ topic, key, reason }) => `${topic} ${key} is in the dead letters: ${reason}`),
  );
  health.degradedBy(async () => (await refusedMessages(database)).map(describeRefused));
  const runtime = RuntimeModule.forRoot({ config, database, receiver, logger, metrics: registry, tracing, health });
  const nest = await createNest({
    modules: [runtime, start.module],
    logger,
    guarded: { apiToken: config.apiToken, metricsOpen: config.metricsOpen === 'on' },
    rawBody: start.rawBody ?? false,
    bodyLimitBytes: start.bodyLimitBytes ?? 1_000_000,
    tracing,
    inboundPaths: start.inboundPaths ?? [],
  }).catch(async (thrown: unknown) => {
    await database.close();
    throw thrown;
  });
  const background: Background[] = [];
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    for (const token of start.background ?? [])
      background.push(nest.get<Background>(token as string, { strict: false }));
    if (reads) nest.connectMicroservice({ strategy: kafkaRuntime.server });
    await nest.listen(config.port, config.host);
    relay.start();
    await untilMet(
      reads ? [kafkaCheck(kafkaRuntime), schema, topics] : [schema],
      durations.startRetryMs,
      logger,
      stopping.signal,
    );
    if (stopping.signal.aborted) return;
    // Its work lies in Postgres. A group takes long to join where a member died: Kafka waits whether it comes back.
    for (const one of background) await one.start();
    if (reads) await nest.startAllMicroservices();
    health.noteStarted();
    logger.info({ url: await nest.getUrl() }, 'started');
  };
  const running = run();
  const stop = once(async () => {
    logger.info('stopping');
    stopping.abort();
    await running.catch(() => undefined);
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
    await running;
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  return { url: await nest.getUrl(), failed: failed.promise, stop };
}

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

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}
