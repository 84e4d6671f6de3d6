import { priorities } from '@sluice/shared/messages/command';
import type { Envelope } from '@sluice/shared/envelope';
import { Failure } from '@sluice/shared/failure';
import { foldReplica } from '@sluice/runtime/replica/fold-replica';
import type { Transaction } from '@sluice/runtime/postgres/database';
import type { ReplicaTopic } from '../decision.js';

/** A message of a compacted topic, as received. */
export interface ReplicaMessage {
  readonly topic: ReplicaTopic;
  readonly key: string;
  readonly value: unknown;
  readonly envelope: Pick<Envelope, 'sequence' | 'priority'>;
}

/**
 * Keeps the newest value of a key. When someone waits for it, the key is noted, and the decide loop wakes the waiters
 * after the commit, in short transactions of its own. A document that begins to wait in this very moment is not seen
 * here; it is checked after its own commit.
 */
export async function foldReplicaMessage(tx: Transaction, message: ReplicaMessage): Promise<void> {
  const { topic, key, value, envelope } = message;
  if (envelope.sequence === undefined) throw unreadable(message, 'carries no ce_sequence');
  if (key.includes('\0')) throw unreadable(message, 'has a zero byte in it, which no key of ours has');
  if (!(await foldReplica(tx, topic, key, envelope.sequence, value))) return;
  await tx.query(
    `INSERT INTO changed_key (topic, key, priority)
     SELECT $1, $2, $3 WHERE EXISTS (SELECT FROM waiting WHERE topic = $1 AND key = $2)`,
    [topic, key, priorities.indexOf(envelope.priority ?? 'live')],
  );
}

/** The key is written so that whatever is in it can be read and kept. */
const unreadable = ({ topic, key }: ReplicaMessage, what: string): Failure =>
  new Failure(`A message on ${topic} with key ${JSON.stringify(key)} ${what}`, {
    code: 'unreadable',
    stage: 'decode',
    disposition: 'dead-letter',
  });
