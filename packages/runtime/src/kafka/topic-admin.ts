import kafkajs, { type Admin } from 'kafkajs';
import { topicNames, topics, type TopicDefinition, type TopicName } from '@sluice/shared/topics';
import { pauseFor } from '../pause-for.js';
import { bareTopic, prefixedTopic } from './names.js';

export interface TopicPlan {
  readonly admin: Admin;
  readonly prefix: string;
  /** Default: all of the registry. */
  readonly names?: readonly TopicName[];
  /** One count for every topic where it differs from the registry, as in tests. */
  readonly partitions?: number;
  /** 3 on a cluster, 1 on one node. */
  readonly replicationFactor?: number;
}

export interface TopicDifference {
  readonly topic: TopicName;
  readonly problem: string;
}

/** Bytes that a record has besides key, value and headers, with room. */
const recordOverheadBytes = 10_000;

export function topicConfiguration(definition: TopicDefinition, replicationFactor: number): Record<string, string> {
  return {
    'cleanup.policy': definition.cleanup,
    [definition.cleanup === 'compact' ? 'min.compaction.lag.ms' : 'retention.ms']: String(definition.retentionMs),
    'max.message.bytes': String(definition.maxBytes + recordOverheadBytes),
    ...(replicationFactor >= 3 && { 'min.insync.replicas': '2' }),
  };
}

/** Creates missing topics and sets what the registry says; never changes a partition count. Returns what it did. */
export async function applyTopics(
  plan: TopicPlan,
): Promise<{ created: TopicName[]; configured: TopicName[]; differences: TopicDifference[] }> {
  const { admin, prefix, names = topicNames, partitions, replicationFactor = 1 } = plan;
  const there = new Set(await admin.listTopics());
  const created = names.filter((name) => !there.has(prefixedTopic(prefix, name)));
  if (created.length > 0) {
    await admin.createTopics({
      waitForLeaders: false,
      topics: created.map((name) => ({
        topic: prefixedTopic(prefix, name),
        numPartitions: partitions ?? topics[name].partitions,
        replicationFactor,
        configEntries: entriesOf(topicConfiguration(topics[name], replicationFactor)),
      })),
    });
    await untilLed(
      admin,
      created.map((name) => prefixedTopic(prefix, name)),
    );
  }
  const wrong = await configurationDifferences(plan);
  const configured = [...new Set(wrong.map(({ topic }) => topic))];
  if (configured.length > 0)
    await admin.alterConfigs({
      validateOnly: false,
      resources: configured.map((name) => ({
        type: kafkajs.ConfigResourceTypes.TOPIC,
        name: prefixedTopic(prefix, name),
        configEntries: entriesOf(topicConfiguration(topics[name], replicationFactor)),
      })),
    });
  return { created, configured, differences: await diffTopics(plan) };
}

/** Where the brokers differ from the registry; empty where they agree. */
export async function diffTopics(plan: TopicPlan): Promise<TopicDifference[]> {
  const { admin, prefix, names = topicNames, partitions } = plan;
  const there = new Set(await admin.listTopics());
  const missing = names.filter((name) => !there.has(prefixedTopic(prefix, name)));
  const present = names.filter((name) => there.has(prefixedTopic(prefix, name)));
  const counts = present.length === 0 ? [] : await partitionCounts(admin, prefix, present);
  return [
    ...missing.map((topic) => ({ topic, problem: 'is missing; `sluice topics apply` creates it' })),
    ...counts.flatMap(({ topic, count }) => {
      const wanted = partitions ?? topics[topic].partitions;
      return count === wanted ? [] : [{ topic, problem: `has ${count} partitions, ${wanted} are needed` }];
    }),
    ...(await configurationDifferences({ ...plan, names: present })),
  ];
}

async function partitionCounts(
  admin: Admin,
  prefix: string,
  names: readonly TopicName[],
): Promise<{ topic: TopicName; count: number }[]> {
  const metadata = await admin.fetchTopicMetadata({ topics: names.map((name) => prefixedTopic(prefix, name)) });
  return metadata.topics.map(({ name, partitions }) => ({
    topic: bareTopic(prefix, name) as TopicName,
    count: partitions.length,
  }));
}

async function configurationDifferences(plan: TopicPlan): Promise<TopicDifference[]> {
  const { admin, prefix, names = topicNames, replicationFactor = 1 } = plan;
  if (names.length === 0) return [];
  const wanted = new Map(names.map((name) => [name, topicConfiguration(topics[name], replicationFactor)]));
  const described = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name: prefixedTopic(prefix, name),
      configNames: Object.keys(wanted.get(name) ?? {}),
    })),
  });
  return described.resources.flatMap((resource) => {
    const topic = bareTopic(prefix, resource.resourceName) as TopicName;
    const held = new Map(resource.configEntries.map((entry) => [entry.configName, entry.configValue]));
    return Object.entries(wanted.get(topic) ?? {})
      .filter(([name, value]) => held.get(name) !== value)
      .map(([name, value]) => ({ topic, problem: `has ${name}=${held.get(name)}, ${value} is needed` }));
  });
}

const entriesOf = (configuration: Record<string, string>): { name: string; value: string }[] =>
  Object.entries(configuration).map(([name, value]) => ({ name, value }));

/**
 * Brokers hear of a new topic one after the other. kafkajs waits for leaders too, but gives up when the broker that it
 * asks has not heard of the topic at all.
 */
async function untilLed(admin: Admin, names: readonly string[]): Promise<void> {
  for (let attempt = 1; ; attempt += 1)
    try {
      const { topics: known } = await admin.fetchTopicMetadata({ topics: [...names] });
      if (known.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))) return;
      throw new Error('Some partitions of the new topics have no leader.');
    } catch (thrown) {
      if (attempt === leaderPollsMax) throw thrown;
      await pauseFor(leaderPollMs);
    }
}

const leaderPollsMax = 100;
const leaderPollMs = 100;
