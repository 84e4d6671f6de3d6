import kafkajs, { type Kafka, type Producer } from 'kafkajs';
import { prefixedTopic } from './names.js';

export interface OutboxRow {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly value: string;
  readonly headers: Record<string, string>;
}

/**
 * A producer of the relay. Idempotence alone would let a predecessor that resumes late write its old messages; the
 * transactional id makes the broker refuse them. The time-out is short, because readers wait for open transactions.
 */
export function createRelayProducer(kafka: Kafka, transactionalId: string): Producer {
  return kafka.producer({
    transactionalId,
    idempotent: true,
    maxInFlightRequests: 1,
    transactionTimeout: 10_000,
    allowAutoTopicCreation: false,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    // The transaction before may still be writing its markers: the first tries come at once.
    retry: { initialRetryTime: 10, maxRetryTime: 1_000, retries: 10 },
  });
}

/** Connects and takes over the transactional id: from here on a predecessor is refused. */
export async function connectAndFence(producer: Producer): Promise<void> {
  await producer.connect();
  const first = await producer.transaction();
  await first.abort();
}

/** All rows in one transaction, in their order. Throws the broker's error; the producer cannot be used afterwards. */
export async function publishBatch(producer: Producer, prefix: string, rows: readonly OutboxRow[]): Promise<void> {
  const byTopic = Map.groupBy(rows, (row) => row.topic);
  const transaction = await producer.transaction();
  await transaction.sendBatch({
    acks: -1,
    topicMessages: [...byTopic].map(([topic, those]) => ({
      topic: prefixedTopic(prefix, topic),
      messages: those.map(({ key, value, headers }) => ({ key, value, headers })),
    })),
  });
  await transaction.commit();
}

const lastingTypes = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  'INVALID_TOPIC_EXCEPTION',
  'POLICY_VIOLATION',
  'CORRUPT_MESSAGE',
]);

/** The broker will refuse this message whenever it is sent. */
export const isLastingRefusal = (thrown: unknown): boolean => typesOf(thrown).some((type) => lastingTypes.has(type));

/** Another producer took over the transactional id (code 90 is PRODUCER_FENCED, which kafkajs does not know by name). */
export const isFenced = (thrown: unknown): boolean =>
  typesOf(thrown).some((type) => type === 'INVALID_PRODUCER_EPOCH' || type === 'code 90');

function typesOf(thrown: unknown): string[] {
  const types: string[] = [];
  let error: unknown = thrown;
  for (let depth = 0; error instanceof Error && depth < 5; depth += 1) {
    const { type, code, cause, originalError } = error as Error & Record<string, unknown>;
    if (typeof type === 'string') types.push(type);
    if (typeof code === 'number' || typeof code === 'string') types.push(`code ${code}`);
    error = cause ?? originalError;
  }
  return types;
}
