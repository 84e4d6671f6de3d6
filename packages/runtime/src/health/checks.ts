import { topicNames, topics, type AppName, type TopicName } from '@sluice/shared/topics';
import type { KafkaRuntime } from '../kafka/kafka-runtime.js';
import type { Relay } from '../kafka/relay.js';
import { diffTopics, type TopicPlan } from '../kafka/topic-admin.js';
import { schemaLevel, type MigrationClass } from '../postgres/migrate.js';
import type { Database } from '../postgres/database.js';
import type { Check } from './health.js';

export const postgresCheck = (database: Database): Check => ({
  name: 'postgres',
  async run() {
    await database.query('SELECT 1');
    return undefined;
  },
});

/** Connects where that has not happened yet. */
export const kafkaCheck = (kafkaRuntime: KafkaRuntime): Check => ({ name: 'kafka', run: () => kafkaRuntime.connect() });

/** Asked until it is right; a schema does not lose steps while an app runs. */
export function schemaCheck(database: Database, migrations: readonly MigrationClass[]): Check {
  let complete = false;
  return {
    name: 'schema',
    async run() {
      if (complete) return undefined;
      const { missing } = await schemaLevel(database, migrations);
      complete = missing.length === 0;
      return complete ? undefined : `lacks ${missing.join(', ')}; run \`sluice migrate\``;
    },
  };
}

export const relayCheck = (relay: Relay): Check => ({
  name: 'producer',
  async run() {
    const { state, problem } = relay.state;
    if (state === 'leader' || state === 'standby') return undefined;
    return problem ?? `the relay is ${state}`;
  },
});

/** The topics that an app reads or writes. */
export const topicsOf = (app: AppName, consumes: readonly TopicName[]): TopicName[] =>
  topicNames.filter((name) => {
    const owner: readonly AppName[] | 'all' = topics[name].owner;
    return consumes.includes(name) || owner === 'all' || owner.includes(app);
  });

/**
 * Brokers are asked again after `everyMs`, and at once while something is wrong; never twice at the same time, as nobody
 * answers while Kafka is away.
 */
export function topicsCheck(kafkaRuntime: KafkaRuntime, everyMs: number, plan: () => TopicPlan): Check {
  let goodUntil = 0;
  let asking: Promise<string | undefined> | undefined;
  const ask = async (): Promise<string | undefined> => {
    await kafkaRuntime.connect();
    const differences = await diffTopics(plan());
    if (differences.length > 0) return differences.map(({ topic, problem }) => `${topic} ${problem}`).join('; ');
    goodUntil = performance.now() + everyMs;
    return undefined;
  };
  return {
    name: 'topics',
    async run() {
      if (performance.now() < goodUntil) return undefined;
      asking ??= ask().finally(() => (asking = undefined));
      return asking;
    },
  };
}
