import type { Admin, Consumer } from 'kafkajs';
import { Failure } from '@sluice/shared/failure';
import type { TopicName } from '@sluice/shared/topics';
import type { RuntimeConfig } from '../config/runtime-settings.js';
import type { Logger } from '../logging/logger.js';
import type { MessagingMetrics } from '../metrics.js';
import type { Database } from '../postgres/database.js';
import type { runtimeDurations } from '../settings.js';
import { topicsRead, type Fold, type OnUnreadable, type Subscriptions } from '../subscriptions.js';
import type { Tracing } from '../tracing/tracing.js';
import { Assignment } from './assignment.js';
import { createKafka } from './client.js';
import { OwedTries } from './fold-tries.js';
import type { RetentionLoss } from './retention-loss.js';
import type { KafkaAccess } from './kafka-access.js';
import { groupOf, prefixedTopic } from './names.js';
import { OffsetCommitter } from './offset-committer.js';
import { PrefixedServer } from './prefixed-server.js';
import { Receiver } from './receiver.js';
import { Relay } from './relay.js';
import type { RemadeTopic } from './remade-topic.js';
import { readTopicIds } from './topic-ids.js';

export interface KafkaRuntimeOptions {
  readonly database: Database;
  readonly config: RuntimeConfig;
  readonly access: KafkaAccess;
  readonly durations: ReturnType<typeof runtimeDurations>;
  readonly logger: Logger;
  readonly metrics: MessagingMetrics;
  readonly tracing: Tracing;
  readonly triesMax: number;
  readonly onFatal: (failure: Failure) => void;
}

/** Partitions worked on at the same time, so that one that waits does not hold up the others. */
const concurrency = 4;

/** Everything of an app that uses Kafka. */
export class KafkaRuntime {
  readonly relay: Relay;
  readonly admin: Admin;
  /** Nest's transport; its consumer runs once Nest starts its microservices. */
  readonly server: PrefixedServer;
  readonly #receiver: Receiver;
  readonly #assignment: Assignment;
  readonly #committer: OffsetCommitter;
  readonly #prefix: string;
  #clusterId = '';
  #consumer: Consumer | undefined;
  #topics: string[] = [];
  #isStopping = false;

  constructor(options: KafkaRuntimeOptions) {
    const { database, config, durations, logger, metrics, tracing, onFatal } = options;
    const { prefix, kafkaBrokers, databaseUrl } = config;
    const kafka = createKafka(kafkaBrokers, `sluice.${database.app}`, logger, options.access);
    const groupId = groupOf(prefix, database.app);
    const clusterId = (): string => this.#clusterId;
    this.#prefix = prefix;
    this.admin = kafka.admin();
    this.#committer = new OffsetCommitter(prefix, durations.offsetCommitMs, logger);
    this.#assignment = new Assignment({
      database,
      admin: this.admin,
      prefix,
      groupId,
      clusterId,
      logger,
      retryMs: durations.foldRetryMs,
      topicIds: (topics) => readTopicIds(kafka, topics),
      topicsCheckMs: durations.topicsCheckMs,
    });
    this.#receiver = new Receiver({
      database,
      assignment: this.#assignment,
      committer: this.#committer,
      clusterId,
      topicIdOf: (topic) => this.#assignment.topicIdOf(topic),
      prefix,
      logger,
      metrics,
      tracing,
      heartbeatMs: durations.heartbeatMs,
      retryMs: durations.foldRetryMs,
      triesMax: options.triesMax,
      owedTries: new OwedTries(),
      onFatal,
    });
    this.relay = new Relay({
      database,
      databaseUrl,
      kafka,
      prefix,
      logger,
      metrics,
      pollMs: durations.relayPollMs,
      retryMs: durations.relayRetryMs,
      drainMs: durations.relayDrainMs,
    });
    this.server = new PrefixedServer({
      kafka,
      prefix,
      groupId,
      sessionTimeoutMs: durations.sessionTimeoutMs,
      heartbeatMs: durations.heartbeatMs,
      concurrency,
      onConsumer: (consumer) => this.#watch(consumer, onFatal),
    });
  }

  /** Before Nest starts its microservices. */
  subscribe(subscriptions: Subscriptions, onUnreadable: OnUnreadable | undefined): void {
    for (const topic of topicsRead(subscriptions)) {
      // Each fold takes the messages of its own topic only, and gets no others.
      const fold = subscriptions[topic] as unknown as Fold<TopicName>;
      this.server.subscribe(topic, (context) => this.#receiver.receive(topic, context, { fold, onUnreadable }));
    }
  }

  /** Throws while no broker answers; may be called again. */
  async connect(): Promise<void> {
    await this.admin.connect();
    this.#clusterId = (await this.admin.describeCluster()).clusterId;
  }

  /** What Kafka deleted before this app read it. */
  get retentionLosses(): readonly RetentionLoss[] {
    return this.#assignment.retentionLosses;
  }

  get remadeTopics(): readonly RemadeTopic[] {
    return this.#assignment.remadeTopics;
  }

  /** No message is begun any more; those under way are committed, and the offsets are committed to the group. */
  async stopConsuming(): Promise<void> {
    // A join that is cut off by the stop is no crash.
    this.#isStopping = true;
    const consumer = this.#consumer;
    if (consumer !== undefined) pauseAll(consumer, this.#topics);
    await this.#receiver.stop();
    this.#assignment.end();
    await this.#committer.stop();
    await this.server.close();
  }

  /** Publishes what the app wrote last, then disconnects. */
  async stopPublishing(): Promise<void> {
    await this.relay.stop();
    await this.admin.disconnect().catch(() => undefined);
  }

  #watch(consumer: Consumer, onFatal: (failure: Failure) => void): void {
    this.#consumer = consumer;
    this.#topics = this.server.topics.map((topic) => prefixedTopic(this.#prefix, topic));
    this.#committer.use(consumer);
    this.#assignment.attach(consumer, () => this.#committer.forget());
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      // With `restart` kafkajs restarts by itself; without, only this event says that nothing is read any more.
      if (!payload.restart && !this.#isStopping) onFatal(stoppedForGood(payload.error));
    });
  }
}

function pauseAll(consumer: Consumer, topics: readonly string[]): void {
  try {
    consumer.pause(topics.map((topic) => ({ topic })));
  } catch {
    // Not running yet, or not any more.
  }
}

const stoppedForGood = (cause: Error): Failure =>
  new Failure(`The Kafka consumer stopped for good: ${cause.message}`, {
    code: 'unexpected',
    stage: 'fold',
    disposition: 'park',
    fix: 'The process ends and is to be started again; the message above says what Kafka did not allow.',
    cause,
  });
