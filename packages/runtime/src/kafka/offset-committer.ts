import type { Consumer } from 'kafkajs';
import type { Logger } from '../logging/logger.js';
import { pauseFor } from '../pause-for.js';
import { prefixedTopic } from './names.js';

interface Pending {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

/**
 * Commits offsets to the consumer group, at most once per `everyMs`, and when stopping. They only show the lag, so a failure
 * is logged and has no other effect.
 */
export class OffsetCommitter {
  readonly #prefix: string;
  readonly #logger: Logger;
  readonly #timer: NodeJS.Timeout;
  readonly #pending = new Map<string, Pending>();
  #consumer: Consumer | undefined;
  #inFlight: Promise<void> = Promise.resolve();

  constructor(prefix: string, everyMs: number, logger: Logger) {
    this.#prefix = prefix;
    this.#logger = logger;
    this.#timer = setInterval(() => void this.flush(), everyMs);
    this.#timer.unref();
  }

  use(consumer: Consumer): void {
    this.#consumer = consumer;
  }

  /** The message at `offset` is in Postgres. */
  note(topic: string, partition: number, offset: string): void {
    const next = (BigInt(offset) + 1n).toString();
    this.#pending.set(`${topic}/${partition}`, { topic, partition, offset: next });
  }

  /** Partitions were assigned anew: what was pending may belong to another member now. */
  forget(): void {
    this.#pending.clear();
  }

  flush(): Promise<void> {
    this.#inFlight = this.#inFlight.then(() => this.#commit());
    return this.#inFlight;
  }

  /** Commits once more; does not wait for a coordinator that does not answer. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.race([this.flush(), pauseFor(3_000)]);
  }

  async #commit(): Promise<void> {
    const consumer = this.#consumer;
    const offsets = [...this.#pending.values()];
    if (consumer === undefined || offsets.length === 0) return;
    this.#pending.clear();
    try {
      await consumer.commitOffsets(offsets.map((one) => ({ ...one, topic: prefixedTopic(this.#prefix, one.topic) })));
    } catch (thrown) {
      this.#logger.debug({ err: thrown }, 'the consumer group did not accept the offsets; Postgres has them');
    }
  }
}
