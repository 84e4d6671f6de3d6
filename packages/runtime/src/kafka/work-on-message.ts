import { Failure } from '@sluice/shared/failure';
import type { TopicName } from '@sluice/shared/topics';
import type { KafkaMessage } from 'kafkajs';
import type { Logger } from '../logging/logger.js';
import type { MessagingMetrics } from '../metrics.js';
import { pauseFor, withJitter } from '../pause-for.js';
import type { Database, Transaction } from '../postgres/database.js';
import { isContention, isStorageAway } from '../postgres/storage-errors.js';
import type { Fold, OnUnreadable } from '../subscriptions.js';
import { sendToDeadLetter } from './send-to-dead-letter.js';
import { readHeaders, type Decoding } from './decode-message.js';
import { carriesState, countTry, forgetTries, healKey, type OwedTries, type Place } from './fold-tries.js';
import type { Heartbeat } from './heartbeat.js';

export interface WorkOptions {
  readonly database: Database;
  readonly clusterId: () => string;
  /** The id that Kafka gave the topic, empty where it gave none. */
  readonly topicIdOf: (topic: TopicName) => string;
  readonly logger: Logger;
  readonly metrics: MessagingMetrics;
  /** Between two tries; doubled each time. */
  readonly retryMs: number;
  readonly triesMax: number;
  readonly owedTries: OwedTries;
}

export type WorkResult = 'folded' | 'dead-lettered' | 'returned';

/** One message on its way in. */
export interface Arrival {
  readonly place: Place;
  readonly raw: KafkaMessage;
  readonly heartbeat: Heartbeat;
  readonly decoding: Decoding<TopicName>;
  readonly fold: Fold<TopicName>;
  readonly onUnreadable: OnUnreadable | undefined;
  /** Tries that Postgres has counted. The first is counted only when it fails, or where an earlier process may have died of it. */
  tries: number;
}

const fatalFold = new Failure('The app died each time it folded this message.', {
  code: 'unexpected',
  stage: 'fold',
  disposition: 'dead-letter',
});

/**
 * Folds the message, or sends it to the dead letters when it cannot be read or its tries are used up. While Postgres is
 * away it waits in place, as long as that takes. It returns the message to Kafka when this member has lost its place in
 * the group, or the app stops; a try that was counted and did not fail is then taken back, since nobody died of it.
 * `countFirst`: an earlier process may have died of the message, so the try is committed before it begins.
 */
export async function workOn(
  options: WorkOptions,
  arrival: Arrival,
  stopping: AbortSignal,
  countFirst: boolean,
): Promise<WorkResult> {
  const { database, metrics, logger, retryMs, triesMax, owedTries } = options;
  const { place, heartbeat, decoding } = arrival;
  /** A try was counted, and has neither failed nor succeeded. */
  let isUnderWay = false;
  let failure: Failure | undefined;
  let lettersFailed = 0;
  let uncounted = countFirst && 'message' in decoding ? 1 : 0;
  for (let pauses = 0; ; pauses += 1) {
    if (heartbeat.lost.aborted || stopping.aborted) {
      if (isUnderWay) await takeTryBack(options, arrival);
      return 'returned';
    }
    let away = false;
    try {
      await owedTries.settle(database, place);
      for (; uncounted > 0; uncounted -= 1) {
        arrival.tries = await countTry(database, place, database.redaction.text(failure?.message ?? ''));
        isUnderWay = true;
      }
      const reason = reasonToDeadLetter(arrival, failure, triesMax);
      if (reason !== undefined) {
        lettersFailed += 1;
        await deadLetter(options, arrival, reason, lettersFailed <= triesMax);
        return 'dead-lettered';
      }
      await foldOnce(options, arrival);
      return 'folded';
    } catch (thrown) {
      away = isStorageAway(thrown) || isContention(thrown);
      if (away) lettersFailed = 0;
      if (!away) {
        isUnderWay = false;
        failure = Failure.from(thrown);
        logger.warn({ ...place, tries: arrival.tries, err: thrown }, 'a fold failed');
        // The try to come, and the one just failed where it was not counted before.
        uncounted = arrival.tries === 0 ? 2 : 1;
      }
    }
    metrics.waiting.inc();
    const factor = Math.min(2 ** pauses, away ? 20 : 8);
    await pauseFor(withJitter(retryMs * factor), heartbeat.lost, stopping);
    metrics.waiting.dec();
  }
}

/** While Postgres is away the try is owed, and taken back when this process receives the message again. */
async function takeTryBack({ database, logger, owedTries }: WorkOptions, arrival: Arrival): Promise<void> {
  const { place } = arrival;
  owedTries.note(place);
  try {
    await owedTries.settle(database, place);
    arrival.tries -= 1;
  } catch (thrown) {
    logger.warn({ ...place, err: thrown }, 'a try that did not fail could not be taken back yet');
  }
}

function reasonToDeadLetter(
  { decoding, tries }: Arrival,
  failure: Failure | undefined,
  triesMax: number,
): { code: string; message: string } | undefined {
  if ('unreadable' in decoding) return { code: 'unreadable', message: decoding.unreadable };
  if (failure?.disposition === 'dead-letter' || tries > triesMax) return failure ?? fatalFold;
  return undefined;
}

async function foldOnce(
  { database, clusterId, topicIdOf }: WorkOptions,
  { place, decoding, fold, tries }: Arrival,
): Promise<void> {
  if (!('message' in decoding)) return;
  const { topic, partition, offset, key } = place;
  await database.transaction(async (tx) => {
    await fold(tx, { topic, partition, offset, ...decoding.message });
    await noteConsumed(tx, { clusterId: clusterId(), topicId: topicIdOf(place.topic) }, place);
    if (tries > 0) await forgetTries(tx, place);
    if (carriesState(topic)) await healKey(tx, topic, key);
  });
}

/** `isAnswered`: what the app answers to an unreadable message may itself fail; after some tries the letter goes without it. */
async function deadLetter(
  { database, clusterId, topicIdOf, triesMax }: WorkOptions,
  { place, raw, tries, decoding, onUnreadable }: Arrival,
  { code, message }: { code: string; message: string },
  isAnswered: boolean,
): Promise<void> {
  await database.transaction(async (tx) => {
    await sendToDeadLetter(database, tx, { place, raw, reason: { code, message }, tries: Math.min(tries, triesMax) });
    if ('unreadable' in decoding && isAnswered)
      await onUnreadable?.(tx, {
        topic: place.topic,
        key: place.key,
        headers: readHeaders(raw),
        reason: decoding.unreadable,
      });
    await noteConsumed(tx, { clusterId: clusterId(), topicId: topicIdOf(place.topic) }, place);
  });
}

/** In the fold's own transaction: effect and high-water offset are committed together or not at all. */
async function noteConsumed(
  tx: Transaction,
  { clusterId, topicId }: { readonly clusterId: string; readonly topicId: string },
  place: { readonly topic: string; readonly partition: number; readonly offset: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO consumed (topic, partition, next_offset, cluster_id, topic_id) VALUES ($1, $2, $3::bigint + 1, $4, $5)
     ON CONFLICT (topic, partition) DO UPDATE SET
       next_offset = CASE WHEN (consumed.cluster_id, consumed.topic_id) = (excluded.cluster_id, excluded.topic_id)
         THEN greatest(consumed.next_offset, excluded.next_offset) ELSE excluded.next_offset END,
       cluster_id = excluded.cluster_id, topic_id = excluded.topic_id, noted_at = now()`,
    [place.topic, place.partition, place.offset, clusterId, topicId],
  );
}
