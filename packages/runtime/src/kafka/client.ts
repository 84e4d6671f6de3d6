import kafkajs, { type Kafka, type KafkaConfig, type LogEntry } from 'kafkajs';
import type { Logger } from '../logging/logger.js';
import { quietNegativeTimeouts } from './quiet-negative-timeouts.js';

/**
 * Normal while a broker starts or a transaction follows closely on another; kafkajs tries again by itself. Limited
 * retries are meant: a producer that had an error is replaced.
 */
const passing =
  /COORDINATOR_NOT_AVAILABLE|NOT_COORDINATOR|COORDINATOR_LOAD_IN_PROGRESS|coordinator is loading|CONCURRENT_TRANSACTIONS|another concurrent operation on the same transaction|coordinator is not available|not the correct coordinator|group is rebalancing|rebalance in progress|Limiting retries for the idempotent producer/i;

/** A kafkajs client that logs through the app's logger, from WARN up. */
export function createKafka(
  brokers: readonly string[],
  clientId: string,
  logger: Logger,
  options: Partial<KafkaConfig> = {},
): Kafka {
  quietNegativeTimeouts();
  return new kafkajs.Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: 5_000,
    requestTimeout: 15_000,
    retry: { initialRetryTime: 100, maxRetryTime: 3_000, retries: 8 },
    logLevel: kafkajs.logLevel.WARN,
    logCreator: () => (entry) => write(logger, entry),
    ...options,
  });
}

function write(logger: Logger, { namespace, level, log }: LogEntry): void {
  const { message, timestamp: _timestamp, logger: _name, stack: _stack, ...rest } = log;
  const text = `kafka: ${message}`;
  const detail = { namespace, ...rest };
  const error = 'error' in rest ? String(rest['error']) : '';
  if (passing.test(message) || passing.test(error)) logger.debug(detail, text);
  else if (level === kafkajs.logLevel.ERROR) logger.error(detail, text);
  else logger.warn(detail, text);
}
