import { randomBytes } from 'node:crypto';
import kafkajs, { type Admin, type IHeaders, type Kafka } from 'kafkajs';
import { toHeaders, type Envelope } from '@sluice/shared/envelope';
import { topics, type TopicName } from '@sluice/shared/topics';
import type { ValueOf } from '@sluice/runtime/outbox/outbox';
import { newId } from '@sluice/runtime/ids';
import { quietNegativeTimeouts } from '@sluice/runtime/kafka/quiet-negative-timeouts';
import { applyTopics } from '@sluice/runtime/kafka/topic-admin';
import { testServices } from './config.js';
import { eventually } from './eventually.js';

/** A prefix of its own for a test file, so that many share one broker. */
export const testPrefix = (): string => `test-${randomBytes(5).toString('hex')}.`;

function client(): Kafka {
  quietNegativeTimeouts();
  return new kafkajs.Kafka({
    clientId: 'sluice-test',
    brokers: testServices().kafkaBrokers,
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { initialRetryTime: 50, retries: 10 },
  });
}

async function withAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = client().admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

export async function createTopics(
  prefix: string,
  names: readonly TopicName[],
  { partitions = 2 }: { partitions?: number } = {},
): Promise<void> {
  await withAdmin((admin) => applyTopics({ admin, prefix, names, partitions }));
}

/** Deletes everything that carries the prefix: topics, and groups once their members are gone. */
export async function deletePrefix(prefix: string): Promise<void> {
  await withAdmin(async (admin) => {
    const topicsOfPrefix = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
    if (topicsOfPrefix.length > 0) await admin.deleteTopics({ topics: topicsOfPrefix });
    const { groups } = await admin.listGroups();
    const groupIds = groups.map(({ groupId }) => groupId).filter((groupId) => groupId.startsWith(prefix));
    if (groupIds.length > 0) await eventually(() => admin.deleteGroups(groupIds), { withinMs: 20_000 });
  });
}

export interface RawMessage {
  readonly key: string | null;
  readonly value: string | Buffer | null;
  readonly headers?: IHeaders;
  readonly partition?: number;
}

/** Any bytes, well-formed or not; returns partition and offset. */
export async function sendRaw(
  prefix: string,
  topic: TopicName,
  message: RawMessage,
): Promise<{ partition: number; offset: string }> {
  const producer = client().producer({
    allowAutoTopicCreation: false,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  try {
    const [sent] = await producer.send({ topic: `${prefix}${topic}`, acks: -1, messages: [message] });
    return { partition: sent?.partition ?? 0, offset: sent?.baseOffset ?? '0' };
  } finally {
    await producer.disconnect();
  }
}

/** A message as another app would send it. State topics get a sequence when `envelope` names none. */
export async function send<T extends TopicName>(
  prefix: string,
  topic: T,
  key: string,
  value: ValueOf<T>,
  envelope: Partial<Envelope> = {},
): Promise<{ partition: number; offset: string; envelope: Envelope }> {
  const whole: Envelope = {
    id: newId(),
    source: '/test',
    type: topic,
    time: new Date().toISOString(),
    subject: key,
    ...(topics[topic].state && { sequence: Date.now() }),
    ...envelope,
  };
  const place = await sendRaw(prefix, topic, { key, value: JSON.stringify(value), headers: toHeaders(whole) });
  return { ...place, envelope: whole };
}

export interface CollectedMessage<T extends TopicName = TopicName> {
  readonly key: string;
  readonly value: ValueOf<T>;
  readonly headers: Readonly<Record<string, string>>;
  readonly partition: number;
  readonly offset: string;
}

export interface Collection<T extends TopicName> {
  /** In order of arrival; committed transactions only. */
  readonly messages: readonly CollectedMessage<T>[];
  /** The first message that fits, once it is there. */
  waitFor(
    predicate: (message: CollectedMessage<T>) => boolean,
    options?: { withinMs?: number },
  ): Promise<CollectedMessage<T>>;
  stop(): Promise<void>;
}

/** Reads a topic from its beginning, as a reader outside of Sluice would. */
export async function collect<T extends TopicName>(prefix: string, topic: T): Promise<Collection<T>> {
  const messages: CollectedMessage<T>[] = [];
  const consumer = client().consumer({
    groupId: `${prefix}collect.${randomBytes(4).toString('hex')}`,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: 200,
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [`${prefix}${topic}`], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ message, partition }) => {
      messages.push({
        key: message.key?.toString() ?? '',
        value: JSON.parse(message.value?.toString() ?? 'null') as ValueOf<T>,
        headers: Object.fromEntries(
          Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]),
        ),
        partition,
        offset: message.offset,
      });
    },
  });
  return {
    messages,
    waitFor: (predicate, options) => eventually(() => messages.find(predicate), options),
    stop: () => consumer.disconnect(),
  };
}

/** Offsets that the group has committed, by `<topic>/<partition>` with bare names; a partition without one is left out. */
export async function groupOffsets(
  prefix: string,
  groupId: string,
  names: readonly TopicName[],
): Promise<Map<string, string>> {
  return withAdmin(async (admin) => {
    const fetched = await admin.fetchOffsets({ groupId, topics: names.map((name) => `${prefix}${name}`) });
    return new Map(
      fetched.flatMap(({ topic, partitions }) =>
        partitions
          .filter(({ offset }) => offset !== '-1')
          .map(({ partition, offset }) => [`${topic.slice(prefix.length)}/${partition}`, offset] as const),
      ),
    );
  });
}

/** Throws away the oldest records, as retention would. */
export async function deleteRecordsBefore(
  prefix: string,
  topic: TopicName,
  offsets: readonly { partition: number; offset: string }[],
): Promise<void> {
  await withAdmin(async (admin) => {
    // kafkajs knows the leaders of a topic's partitions only once it was asked about them.
    await admin.fetchTopicOffsets(`${prefix}${topic}`);
    await admin.deleteTopicRecords({ topic: `${prefix}${topic}`, partitions: [...offsets] });
  });
}

export const deleteTopic = (prefix: string, topic: TopicName): Promise<void> =>
  withAdmin((admin) => admin.deleteTopics({ topics: [`${prefix}${topic}`] }));

/** Sets what an idle group has committed. */
export const commitGroupOffset = (
  prefix: string,
  groupId: string,
  topic: TopicName,
  partition: number,
  offset: string,
): Promise<void> =>
  withAdmin(async (admin) => {
    await admin.setOffsets({ groupId, topic: `${prefix}${topic}`, partitions: [{ partition, offset }] });
  });

export const setTopicConfiguration = (
  prefix: string,
  topic: TopicName,
  configuration: Readonly<Record<string, string>>,
): Promise<void> =>
  withAdmin(async (admin) => {
    await admin.alterConfigs({
      validateOnly: false,
      resources: [
        {
          type: kafkajs.ConfigResourceTypes.TOPIC,
          name: `${prefix}${topic}`,
          configEntries: Object.entries(configuration).map(([name, value]) => ({ name, value })),
        },
      ],
    });
  });
