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
 * Tells the group how far this app has got, at most once per `everyMs`, and when stopping. It is for lag alone, so that a
 * failure here is noted and no more.
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

  /** The last word to the group; a coordinator that does not answer is not waited for. */
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
      this.#logger.debug({ err: thrown }, 'the group did not take the offsets; Postgres has them');
    }
  }
}
