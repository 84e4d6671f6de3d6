import type { KafkaContext } from '@nestjs/microservices';
import type { Envelope } from '@sluice/shared/envelope';
import { Failure } from '@sluice/shared/failure';
import type { MessageOn, TopicName } from '@sluice/shared/topics';
import type { Consumer, KafkaMessage } from 'kafkajs';
import type { Logger } from '../logging/logger.js';
import type { CarrierMetrics } from '../metrics.js';
import { traceIdOf } from '../outbox/trace.js';
import { pauseFor, withJitter } from '../pause-for.js';
import type { Database, Transaction } from '../postgres/database.js';
import { isContention, isStorageAway } from '../postgres/storage-errors.js';
import type { Assignment, Generation } from './assignment.js';
import { bury } from './bury.js';
import { decodeMessage, readHeaders, type Decoding } from './decode-message.js';
import { countTry, carriesState, forgetTries, healKey, type Place } from './fold-tries.js';
import { keepBeating, type Heartbeat } from './heartbeat.js';
import { prefixedTopic } from './names.js';
import { noteConsumed } from './note-consumed.js';
import type { OffsetCommitter } from './offset-committer.js';

/** A message as its fold sees it. */
export interface Received<T extends TopicName> {
  readonly topic: T;
  readonly key: string;
  readonly value: MessageOn<T>;
  readonly envelope: Envelope;
  readonly partition: number;
  readonly offset: string;
  /** The message is read again on an operator's behalf. */
  readonly replay?: boolean;
}

export type Fold<T extends TopicName> = (tx: Transaction, message: Received<T>) => Promise<void>;

/** What is known of a message that does not parse. `headers` may hold `ce_commandid` and `ce_leg` of a command. */
export interface Unreadable {
  readonly topic: TopicName;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly reason: string;
}

export interface ReceiverOptions {
  readonly database: Database;
  readonly assignment: Assignment;
  readonly committer: OffsetCommitter;
  readonly clusterId: () => string;
  readonly prefix: string;
  readonly logger: Logger;
  readonly metrics: CarrierMetrics;
  /** How often a message that takes long beats for the group, between tries and how many tries there are. */
  readonly heartbeatMs: number;
  readonly retryMs: number;
  readonly triesMax: number;
  /** The consumer must not go on. */
  readonly onFatal: (failure: Failure) => void;
}

/** `skipped`: fetched before the position from Postgres was set; it comes again from there if it is due. */
type Result = 'folded' | 'dead-lettered' | 'given-back' | 'skipped';

/** One message on its way in. */
interface Arrival {
  readonly place: Place;
  readonly raw: KafkaMessage;
  readonly heartbeat: Heartbeat;
  readonly generation: Generation | undefined;
  readonly decoding: Decoding<TopicName>;
  readonly fold: Fold<TopicName>;
  tries: number;
  counted: boolean;
}

/**
 * The only way in for messages: parse, then one transaction with the fold, its outbox rows and the high-water offset.
 * What cannot be folded goes to the dead letters; while Postgres is away a message waits in place. Nothing is thrown
 * through Nest, which would stop all partitions.
 */
export class Receiver {
  readonly #options: ReceiverOptions;
  readonly #stopping = new AbortController();
  readonly #inFlight = new Set<Promise<void>>();
  #firsts: Promise<unknown> = Promise.resolve();
  #onUnreadable: ((tx: Transaction, message: Unreadable) => Promise<void>) | undefined;

  constructor(options: ReceiverOptions) {
    this.#options = options;
  }

  /** For gateways: how a command that does not parse is answered, in the transaction that buries it. */
  onUnreadable(answer: (tx: Transaction, message: Unreadable) => Promise<void>): void {
    this.#onUnreadable = answer;
  }

  /** `fold` must be safe to repeat with the same message. Returns when the message is folded, buried or given back. */
  async receive<T extends TopicName>(topic: T, context: KafkaContext, fold: Fold<T>): Promise<void> {
    const work = this.#receive(topic, context, fold as unknown as Fold<TopicName>);
    this.#inFlight.add(work);
    try {
      await work;
    } finally {
      this.#inFlight.delete(work);
    }
  }

  /** No message is begun any more; those that wait are given back, those under way finish. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.#inFlight);
  }

  async #receive(topic: TopicName, context: KafkaContext, fold: Fold<TopicName>): Promise<void> {
    const { assignment, heartbeatMs, logger, metrics } = this.#options;
    const startedAt = performance.now();
    const raw = context.getMessage() as unknown as KafkaMessage;
    const consumer = context.getConsumer() as unknown as Consumer;
    const place: Place = {
      topic,
      partition: context.getPartition(),
      offset: raw.offset,
      key: raw.key?.toString() ?? '',
    };
    const heartbeat = keepBeating(context.getHeartbeat(), heartbeatMs);
    const decoding = decodeMessage(topic, raw);
    const arrival: Arrival = {
      place,
      raw,
      heartbeat,
      generation: assignment.current,
      decoding,
      fold,
      tries: 0,
      counted: false,
    };
    let result: Result = 'given-back';
    try {
      result = await this.#admit(arrival, consumer);
    } catch (thrown) {
      logger.error({ ...place, err: thrown }, 'receiving failed; the message is given back');
    } finally {
      heartbeat.stop();
    }
    if (result === 'given-back') giveBack(consumer, this.#options.prefix, place);
    else if (result !== 'skipped') this.#options.committer.note(topic, place.partition, place.offset);
    const durationMs = performance.now() - startedAt;
    metrics.received.inc({ topic, result });
    if (result === 'folded') metrics.foldSeconds.observe({ topic }, durationMs / 1000);
    const { envelope } = 'message' in decoding ? decoding.message : { envelope: undefined };
    const level = { folded: 'info', 'dead-lettered': 'error', 'given-back': 'warn', skipped: 'debug' } as const;
    logger[level[result]](
      {
        ...place,
        result,
        eventId: envelope?.id,
        traceId: traceIdOf(envelope?.traceparent),
        tries: Math.min(arrival.tries, this.#options.triesMax),
        ageMs: Date.now() - Number(raw.timestamp),
        durationMs: Math.round(durationMs * 10) / 10,
        ...('unreadable' in decoding && { reason: decoding.unreadable }),
      },
      `message ${result}`,
    );
  }

  async #admit(arrival: Arrival, consumer: Consumer): Promise<Result> {
    const { place, generation, heartbeat } = arrival;
    if (this.#stopping.signal.aborted) return 'given-back';
    if (generation === undefined || !generation.isPositioned) {
      await untilAborted(generation?.positioned ?? Promise.resolve(), heartbeat.lost, this.#stopping.signal);
      return 'skipped';
    }
    const foldedBefore = generation.foldedBefore(place.topic, place.partition);
    if (foldedBefore !== undefined && BigInt(place.offset) < foldedBefore) {
      consumer.pause([{ topic: prefixedTopic(this.#options.prefix, place.topic), partitions: [place.partition] }]);
      this.#options.onFatal(restored(place, foldedBefore));
      return 'given-back';
    }
    if (!generation.isFirst(place.topic, place.partition)) return this.#work(arrival);
    // An earlier process may have died of this message. Such messages go one at a time, so that one does not take
    // innocent neighbours with it each time and makes them look guilty.
    const before = this.#firsts;
    const turn = (async () => {
      await untilAborted(before, heartbeat.lost, this.#stopping.signal);
      return this.#work(arrival, 'count-first');
    })();
    this.#firsts = turn.catch(() => undefined);
    return turn;
  }

  async #work(arrival: Arrival, counting?: 'count-first'): Promise<Result> {
    const { database, triesMax, retryMs, metrics } = this.#options;
    const { place, heartbeat, decoding } = arrival;
    let failure: Failure | undefined;
    let countNext = counting === 'count-first' && 'message' in decoding;
    let pauses = 0;
    for (;;) {
      if (heartbeat.lost.aborted || this.#stopping.signal.aborted) return 'given-back';
      try {
        if (countNext) {
          arrival.tries = await countTry(database, place, failure?.message ?? '');
          arrival.counted = true;
          countNext = false;
        }
        if ('unreadable' in decoding) {
          await this.#bury(arrival, { code: 'unreadable', message: decoding.unreadable });
          return 'dead-lettered';
        }
        if (failure?.disposition === 'dead-letter' || arrival.tries > triesMax) {
          const reason = failure ?? new Failure('The app died each time it folded this message.', fatalFold);
          await this.#bury(arrival, { code: reason.code, message: reason.message });
          return 'dead-lettered';
        }
        await this.#foldOnce(arrival);
        return 'folded';
      } catch (thrown) {
        const away = isStorageAway(thrown) || isContention(thrown);
        if (!away) {
          // An uncounted first try is try 1; the count in Postgres begins with it, before the second.
          failure = Failure.from(thrown);
          this.#options.logger.warn({ ...place, tries: arrival.tries, err: thrown }, 'a fold failed');
          if (!arrival.counted) await this.#countUncounted(arrival, failure);
          countNext = failure.disposition !== 'dead-letter';
        }
        pauses += 1;
        metrics.waiting.inc();
        await pauseFor(
          withJitter(retryMs * Math.min(2 ** (pauses - 1), away ? 20 : 8)),
          heartbeat.lost,
          this.#stopping.signal,
        );
        metrics.waiting.dec();
      }
    }
  }

  async #countUncounted(arrival: Arrival, failure: Failure): Promise<void> {
    try {
      arrival.tries = await countTry(this.#options.database, arrival.place, failure.message);
      arrival.counted = true;
    } catch (thrown) {
      this.#options.logger.debug({ err: thrown }, 'a try could not be counted');
    }
  }

  async #foldOnce(arrival: Arrival): Promise<void> {
    const { database, clusterId } = this.#options;
    const { place, decoding, fold } = arrival;
    if (!('message' in decoding)) return;
    const { partition, offset, topic } = place;
    await database.transaction(async (tx) => {
      await fold(tx, { topic, partition, offset, ...decoding.message });
      await noteConsumed(tx, clusterId(), place);
      if (arrival.counted) await forgetTries(tx, place);
      if (carriesState(topic)) await healKey(tx, topic, place.key);
    });
  }

  async #bury(arrival: Arrival, reason: { code: string; message: string }): Promise<void> {
    const { database, clusterId } = this.#options;
    const { place, raw, tries, decoding } = arrival;
    await database.transaction(async (tx) => {
      await bury(database, tx, { place, raw, reason, tries: Math.min(tries, this.#options.triesMax) });
      if ('unreadable' in decoding)
        await this.#onUnreadable?.(tx, {
          topic: place.topic,
          key: place.key,
          headers: readHeaders(raw),
          reason: decoding.unreadable,
        });
      await noteConsumed(tx, clusterId(), place);
    });
  }
}

const fatalFold = { code: 'unexpected', stage: 'fold', disposition: 'dead-letter' } as const;

/** kafkajs counts a message as done when its handler returns; after a seek to it, it is fetched again. */
function giveBack(consumer: Consumer, prefix: string, place: Place): void {
  try {
    consumer.seek({ topic: prefixedTopic(prefix, place.topic), partition: place.partition, offset: place.offset });
  } catch {
    // The consumer has stopped: whoever gets the partition next begins at the high-water offset.
  }
}

/** Resolves when the work has ended, either way, or a signal aborts. */
function untilAborted(work: Promise<unknown>, ...signals: AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    const signal = AbortSignal.any(signals);
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
    work.then(
      () => resolve(),
      () => resolve(),
    );
  });
}

function restored(place: Place, foldedBefore: bigint): Failure {
  return new Failure(
    `Postgres holds less than this app had folded: ${place.topic} partition ${place.partition} was folded up to offset ` +
      `${foldedBefore}, and the database knows it only up to ${place.offset}. The database was restored from an earlier time.`,
    {
      code: 'unexpected',
      stage: 'fold',
      disposition: 'park',
      fix: 'Restore the newest backup, or, to fold these messages once more, delete the offsets of this group in Kafka and start again.',
    },
  );
}
