import { testServices } from './config.js';

/** The environment of an app in a test, for its `config.parse`: the run's services, a free port, short durations, two partitions. */
export function testEnvironment(of: {
  readonly prefix: string;
  readonly databaseUrl: string;
  readonly [setting: string]: string;
}): Record<string, string> {
  const { prefix, databaseUrl, ...more } = of;
  return {
    KAFKA_BROKERS: testServices().kafkaBrokers.join(','),
    DATABASE_URL: databaseUrl,
    SLUICE_PREFIX: prefix,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'fatal',
    SLUICE_API_TOKEN: 'a-token-for-tests-only',
    SLUICE_INGRESS_TOKEN: 'a-token-for-tests-only',
    METRICS_OPEN: 'on',
    SLUICE_TIME_SCALE: '0.05',
    SLUICE_TOPIC_PARTITIONS: '2',
    ...more,
  };
}
