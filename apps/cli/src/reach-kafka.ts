import { createKafka } from '@sluice/runtime/kafka/client';
import { kafkaAccess, type KafkaConfiguration } from '@sluice/runtime/kafka/kafka-access';
import { createLogger } from '@sluice/runtime/logging/logger';
import { Failure } from '@sluice/shared/failure';

export type KafkaAdmin = ReturnType<ReturnType<typeof createKafka>['admin']>;

/** Copies of each partition that a cluster of three or more keeps; fewer brokers can only keep one safely. */
export const replicationOf = (brokers: number): number => (brokers >= 3 ? 3 : 1);

/** Works with the brokers' administration; a Failure `unavailable` where none of them answers. */
export async function withKafka<T>(config: KafkaConfiguration, work: (admin: KafkaAdmin) => Promise<T>): Promise<T> {
  const { kafkaBrokers: brokers } = config;
  const kafka = createKafka(brokers, 'sluice-cli', createLogger('cli', 'silent'), {
    ...kafkaAccess(config),
    retry: { retries: 3 },
  });
  const admin = kafka.admin();
  try {
    await connect(admin, brokers);
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

async function connect(admin: KafkaAdmin, brokers: readonly string[]): Promise<void> {
  try {
    await admin.connect();
  } catch (cause) {
    throw new Failure(`Kafka does not answer at ${brokers.join(', ')}: ${Failure.from(cause).message}`, {
      code: 'unavailable',
      stage: 'request',
      disposition: 'retry',
      fix: 'Check that it is running; KAFKA_BROKERS is its address, and docs/operations/kafka-access.md says how to log in.',
      cause,
    });
  }
}
