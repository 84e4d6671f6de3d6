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
import { carriesState, countTry, forgetTries, healKey, type Place } from './fold-tries.js';
import type { Heartbeat } from './heartbeat.js';

export interface WorkOptions {
  readonly database: Database;
  readonly clusterId: () => string;
  readonly logger: Logger;
  readonly metrics: MessagingMetrics;
  /** Between two tries; doubled each time. */
  readonly retryMs: number;
  readonly triesMax: number;
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
 * the group, or the app stops. `countFirst`: an earlier process may have died of the message, so the try is committed
 * before it begins.
 */
export async function workOn(
  options: WorkOptions,
  arrival: Arrival,
  stopping: AbortSignal,
  countFirst: boolean,
): Promise<WorkResult> {
  const { database, metrics, logger, retryMs, triesMax } = options;
  const { place, heartbeat, decoding } = arrival;
  let failure: Failure | undefined;
  let uncounted = countFirst && 'message' in decoding ? 1 : 0;
  for (let pauses = 0; ; pauses += 1) {
    if (heartbeat.lost.aborted || stopping.aborted) return 'returned';
    let away = false;
    try {
      for (; uncounted > 0; uncounted -= 1)
        arrival.tries = await countTry(database, place, database.redaction.text(failure?.message ?? ''));
      const reason = reasonToDeadLetter(arrival, failure, triesMax);
      if (reason !== undefined) {
        await deadLetter(options, arrival, reason);
        return 'dead-lettered';
      }
      await foldOnce(options, arrival);
      return 'folded';
    } catch (thrown) {
      away = isStorageAway(thrown) || isContention(thrown);
      if (!away) {
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
  { database, clusterId }: WorkOptions,
  { place, decoding, fold, tries }: Arrival,
): Promise<void> {
  if (!('message' in decoding)) return;
  const { topic, partition, offset, key } = place;
  await database.transaction(async (tx) => {
    await fold(tx, { topic, partition, offset, ...decoding.message });
    await noteConsumed(tx, clusterId(), place);
    if (tries > 0) await forgetTries(tx, place);
    if (carriesState(topic)) await healKey(tx, topic, key);
  });
}

async function deadLetter(
  { database, clusterId, triesMax }: WorkOptions,
  { place, raw, tries, decoding, onUnreadable }: Arrival,
  { code, message }: { code: string; message: string },
): Promise<void> {
  await database.transaction(async (tx) => {
    await sendToDeadLetter(database, tx, { place, raw, reason: { code, message }, tries: Math.min(tries, triesMax) });
    if ('unreadable' in decoding)
      await onUnreadable?.(tx, {
        topic: place.topic,
        key: place.key,
        headers: readHeaders(raw),
        reason: decoding.unreadable,
      });
    await noteConsumed(tx, clusterId(), place);
  });
}

/** In the fold's own transaction: effect and high-water offset are committed together or not at all. */
async function noteConsumed(
  tx: Transaction,
  clusterId: string,
  place: { readonly topic: string; readonly partition: number; readonly offset: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO consumed (topic, partition, next_offset, cluster_id) VALUES ($1, $2, $3::bigint + 1, $4)
     ON CONFLICT (topic, partition) DO UPDATE SET
       next_offset = CASE WHEN consumed.cluster_id = excluded.cluster_id
         THEN greatest(consumed.next_offset, excluded.next_offset) ELSE excluded.next_offset END,
       cluster_id = excluded.cluster_id, noted_at = now()`,
    [place.topic, place.partition, place.offset, clusterId],
  );
}
