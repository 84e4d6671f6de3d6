import { Failure } from '@sluice/shared/failure';
import type { KafkaMessage } from 'kafkajs';
import type { Database, Transaction } from '../postgres/database.js';
import { carriesState, forgetTries, noteDeadLetter, storableText, type Place } from './fold-tries.js';
import { readHeaders } from './decode-message.js';

interface Unfoldable {
  readonly place: Place;
  readonly raw: KafkaMessage;
  readonly reason: { readonly code: string; readonly message: string };
  readonly tries: number;
}

/**
 * Puts a message that cannot be folded on `dead-letter.v1`, with the place it came from. Its body goes there as it came, so
 * that it can be sent again; it is as confidential as the topic that it came from. Headers and reason are redacted.
 */
export async function sendToDeadLetter(
  database: Database,
  tx: Transaction,
  { place, raw, reason: { code, message: given }, tries }: Unfoldable,
): Promise<void> {
  const { redaction } = database;
  const reason = { code, message: storableText(redaction.text(given)) };
  const letter = {
    topic: place.topic,
    partition: place.partition,
    offset: place.offset,
    app: database.app,
    reason,
    tries,
    value: raw.value?.toString('base64') ?? null,
    headers: redaction.value(readHeaders(raw)) as Record<string, string>,
    at: new Date().toISOString(),
  };
  try {
    await database.outbox.put(tx, { topic: 'dead-letter.v1', key: place.key, value: letter });
  } catch (thrown) {
    if (Failure.from(thrown).code !== 'message-too-large') throw thrown;
    const message = `${reason.message} (The message is too large to be kept; it is still at its place in ${place.topic}.)`;
    await database.outbox.put(tx, {
      topic: 'dead-letter.v1',
      key: place.key,
      value: { ...letter, value: null, headers: {}, reason: { ...reason, message } },
    });
  }
  if (carriesState(place.topic)) await noteDeadLetter(tx, place, tries, reason.message);
  else await forgetTries(tx, place);
}
