import type { AppName } from '@sluice/shared/apps';
import { topicNames, topics, type TopicName } from '@sluice/shared/topics';
import type { KafkaRuntime } from '../kafka/kafka-runtime.js';
import { lostStates } from '../kafka/fold-tries.js';
import type { Relay } from '../kafka/relay.js';
import { describeRemadeTopic } from '../kafka/remade-topic.js';
import { describeRetentionLoss } from '../kafka/retention-loss.js';
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

/** Connects if not connected yet. */
export const kafkaCheck = (kafkaRuntime: KafkaRuntime): Check => ({ name: 'kafka', run: () => kafkaRuntime.connect() });

/** Checked until it is complete; a schema does not lose steps while an app runs. */
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
 * Brokers are asked again after `everyMs`, or at the next check while something is wrong; never twice at the same time,
 * since requests pile up while Kafka is away.
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

/** Why an app works on data that may be incomplete, or leaves something unpublished. */
export async function degradedReasons(database: Database, kafkaRuntime: KafkaRuntime): Promise<string[]> {
  const lost = await lostStates(database);
  return [
    ...kafkaRuntime.retentionLosses.map(describeRetentionLoss),
    ...kafkaRuntime.remadeTopics.map(describeRemadeTopic),
    ...lost.map(({ topic, key, reason }) => `${topic} ${key} is in the dead letters: ${reason}`),
    ...(await refusedMessages(database)).map(describeRefused),
  ];
}

/** Messages of one topic and key that wait for a person, as the broker refuses the first of them for good. */
export interface RefusedMessage {
  readonly topic: string;
  readonly key: string;
  readonly reason: string;
  /** Later messages of the key, in the outbox. */
  readonly waiting: number;
}

/** The oldest 20. */
export const refusedMessages = (database: Database): Promise<RefusedMessage[]> =>
  database.query<RefusedMessage>(
    `SELECT topic, key, reason,
       (SELECT count(*)::int FROM outbox WHERE outbox.topic = outbox_refused.topic AND outbox.key = outbox_refused.key) AS waiting
     FROM outbox_refused ORDER BY id LIMIT 20`,
  );

export const describeRefused = ({ topic, key, reason, waiting }: RefusedMessage): string =>
  `${topic} ${key} cannot be published, and ${waiting} later message(s) of it wait: Kafka refuses it (${reason}). ` +
  `See docs/operations/refused-messages.md`;
