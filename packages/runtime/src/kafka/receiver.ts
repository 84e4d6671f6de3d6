import type { KafkaContext } from '@nestjs/microservices';
import { Failure } from '@sluice/shared/failure';
import type { TopicName } from '@sluice/shared/topics';
import type { Consumer } from 'kafkajs';
import type { Fold, OnUnreadable } from '../subscriptions.js';
import type { Assignment, Generation } from './assignment.js';
import { decodeMessage } from './decode-message.js';
import { storableText, type Place } from './fold-tries.js';
import { keepBeating } from './heartbeat.js';
import { prefixedTopic } from './names.js';
import type { OffsetCommitter } from './offset-committer.js';
import { traceReceipt } from '../tracing/trace-receipt.js';
import { traceIdOf } from '../tracing/traceparent.js';
import type { Tracing } from '../tracing/tracing.js';
import { workOn, type Arrival, type WorkOptions, type WorkResult } from './work-on-message.js';

export interface ReceiverOptions extends WorkOptions {
  readonly assignment: Assignment;
  readonly committer: OffsetCommitter;
  readonly prefix: string;
  readonly tracing: Tracing;
  /** How often a message that takes long beats for the group. */
  readonly heartbeatMs: number;
  /** The consumer must not go on. */
  readonly onFatal: (failure: Failure) => void;
}

/** What is done with the messages of a topic. */
export interface Handling {
  readonly fold: Fold<TopicName>;
  readonly onUnreadable: OnUnreadable | undefined;
}

/** `skipped`: fetched before the position from Postgres was set; it comes again from there if it is due. */
type Result = WorkResult | 'skipped';

const levelOf = { folded: 'info', 'dead-lettered': 'error', returned: 'warn', skipped: 'debug' } as const;
/** A message that was returned to Kafka is received once more. */
const failureOf = { folded: undefined, 'dead-lettered': 'dead-lettered', returned: undefined } as const;

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

  constructor(options: ReceiverOptions) {
    this.#options = options;
  }

  /** Returns when the message is folded, dead-lettered or returned to Kafka. */
  async receive(topic: TopicName, context: KafkaContext, { fold, onUnreadable }: Handling): Promise<void> {
    const work = this.#receive(topic, context, { fold, onUnreadable });
    this.#inFlight.add(work);
    try {
      await work;
    } finally {
      this.#inFlight.delete(work);
    }
  }

  /** No message is begun any more; those that wait are returned to Kafka, those under way finish. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.#inFlight);
  }

  async #receive(topic: TopicName, context: KafkaContext, handling: Handling): Promise<void> {
    const { assignment, heartbeatMs, logger, prefix, committer, tracing } = this.#options;
    const { current: generation } = assignment;
    const startedAt = performance.now();
    const raw = context.getMessage();
    const consumer = context.getConsumer();
    const place: Place = {
      topic,
      partition: context.getPartition(),
      offset: raw.offset,
      key: storableText(raw.key?.toString() ?? ''),
    };
    const heartbeat = keepBeating(context.getHeartbeat(), heartbeatMs);
    const { decoding, span } = traceReceipt(tracing, place, decodeMessage(topic, raw));
    const arrival: Arrival = { place, raw, heartbeat, decoding, ...handling, tries: 0 };
    let result: Result = 'returned';
    try {
      result = await this.#admit(arrival, generation, consumer);
    } catch (thrown) {
      logger.error({ ...place, err: thrown }, 'receiving failed; the message is returned to Kafka');
    } finally {
      heartbeat.stop();
    }
    if (result === 'returned') returnToKafka(consumer, prefix, place);
    else if (result !== 'skipped') committer.note(topic, place.partition, place.offset);
    if (result !== 'skipped') span.end({ attributes: { 'sluice.outcome': result }, failure: failureOf[result] });
    this.#log(arrival, result, performance.now() - startedAt);
  }

  /** One line for each message, whatever became of it. */
  #log({ place, raw, decoding, tries }: Arrival, result: Result, durationMs: number): void {
    const { logger, metrics, triesMax } = this.#options;
    metrics.received.inc({ topic: place.topic, result });
    if (result === 'folded') metrics.foldSeconds.observe({ topic: place.topic }, durationMs / 1000);
    const { envelope } = 'message' in decoding ? decoding.message : { envelope: undefined };
    logger[levelOf[result]](
      {
        ...place,
        result,
        eventId: envelope?.id,
        traceId: traceIdOf(envelope?.traceparent),
        tries: Math.min(tries, triesMax),
        ageMs: Date.now() - Number(raw.timestamp),
        durationMs: Math.round(durationMs * 10) / 10,
        ...('unreadable' in decoding && { reason: decoding.unreadable }),
      },
      `message ${result}`,
    );
  }

  async #admit(arrival: Arrival, generation: Generation | undefined, consumer: Consumer): Promise<Result> {
    const { place, heartbeat } = arrival;
    const stopping = this.#stopping.signal;
    if (stopping.aborted) return 'returned';
    if (generation === undefined || !generation.isPositioned) {
      await untilAborted(generation?.positioned ?? Promise.resolve(), heartbeat.lost, stopping);
      return 'skipped';
    }
    const foldedBefore = generation.foldedBefore(place.topic, place.partition);
    if (foldedBefore !== undefined && BigInt(place.offset) < foldedBefore) {
      consumer.pause([{ topic: prefixedTopic(this.#options.prefix, place.topic), partitions: [place.partition] }]);
      this.#options.onFatal(restored(place, foldedBefore));
      return 'returned';
    }
    if (!generation.isFirst(place.topic, place.partition)) return workOn(this.#options, arrival, stopping, false);
    // An earlier process may have died of this message. Such messages are folded one at a time: if one kills the process
    // again, no other message is counted as having failed with it.
    const before = this.#firsts;
    const turn = (async () => {
      await untilAborted(before, heartbeat.lost, stopping);
      return workOn(this.#options, arrival, stopping, true);
    })();
    this.#firsts = turn.catch(() => undefined);
    return turn;
  }
}

/** kafkajs counts a message as done when its handler returns; after a seek to it, it is fetched again. */
function returnToKafka(consumer: Consumer, prefix: string, place: Place): void {
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
