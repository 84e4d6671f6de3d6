import { ServerKafka, type KafkaContext } from '@nestjs/microservices';
import type { Consumer, EachMessagePayload, Kafka } from 'kafkajs';
import { bareTopic, prefixedTopic } from './names.js';

export interface ConsumerOptions {
  readonly kafka: Kafka;
  readonly prefix: string;
  readonly groupId: string;
  readonly sessionTimeoutMs: number;
  readonly heartbeatMs: number;
  /** Partitions worked on at the same time. */
  readonly concurrency: number;
  /** Given the consumer before it runs. */
  readonly onConsumer: (consumer: Consumer) => void;
}

/**
 * Nest's Kafka transport, set so that it neither loses nor distorts: a new group reads from the beginning, bytes stay
 * bytes (Nest's parser turns broken JSON into text and rounds long numbers), offsets are committed by the receiver.
 * It adds the installation's prefix when it subscribes and takes it off before a handler is found.
 */
export class PrefixedServer extends ServerKafka {
  readonly #options: ConsumerOptions;
  #isClosed = false;

  constructor(options: ConsumerOptions) {
    super({ postfixId: '', consumer: { groupId: options.groupId }, parser: { keepBinary: true } });
    this.#options = options;
    this.parser = { parse: keepBytes } as unknown as NonNullable<typeof this.parser>;
    this.deserializer = {
      deserialize: (_raw: unknown, about?: Record<string, unknown>) => ({
        pattern: about?.['channel'],
        data: undefined,
      }),
    } as typeof this.deserializer;
  }

  /** As Nest does, but without a producer: messages leave through the outbox alone. */
  override async start(callback: () => void): Promise<void> {
    const { kafka, groupId, sessionTimeoutMs, heartbeatMs } = this.#options;
    const consumer = kafka.consumer({
      groupId,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: heartbeatMs,
      allowAutoTopicCreation: false,
      maxWaitTimeInMs: 500,
      readUncommitted: false,
    });
    this.consumer = consumer;
    this.registerConsumerEventListeners();
    this.#options.onConsumer(consumer);
    await consumer.connect();
    await this.bindEvents();
    // One that was closed while it connected would otherwise stay connected.
    if (this.#isClosed) await consumer.disconnect();
    callback();
  }

  override async close(): Promise<void> {
    this.#isClosed = true;
    await super.close();
  }

  override async createClient<T>(): Promise<T> {
    return this.#options.kafka as T;
  }

  /** Handles the messages of a topic, given by its bare name, once the transport listens. */
  subscribe(topic: string, handle: (context: KafkaContext) => Promise<void>): void {
    this.addHandler(topic, (_data: unknown, context: KafkaContext) => handle(context), true);
  }

  /** The bare names of the topics that have a handler. */
  get topics(): string[] {
    return [...this.messageHandlers.keys()];
  }

  override async bindEvents(): Promise<void> {
    const consumer = this.consumer as unknown as Consumer;
    const topics = this.topics.map((topic) => prefixedTopic(this.#options.prefix, topic));
    if (topics.length === 0 || this.#isClosed) return;
    await consumer.subscribe({ topics, fromBeginning: true });
    if (this.#isClosed) return;
    await consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: this.#options.concurrency,
      eachMessage: (payload) => this.handleMessage(payload) as Promise<void>,
    });
  }

  override handleMessage(payload: Parameters<ServerKafka['handleMessage']>[0]): Promise<unknown> {
    return super.handleMessage({ ...payload, topic: bareTopic(this.#options.prefix, payload.topic) });
  }
}

const keepBytes = (message: EachMessagePayload['message']) => ({ ...message, headers: message.headers ?? {} });
