import type { Admin } from 'kafkajs';
import { eventually } from '@sluice/testing/eventually';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { topicNames } from '@sluice/shared/topics';
import { testServices } from '@sluice/testing/config';
import { deletePrefix, setTopicConfiguration, testPrefix } from '@sluice/testing/kafka';
import { createLogger } from '../logging/logger.js';
import { createKafka } from './client.js';
import { applyTopics, diffTopics } from './topic-admin.js';

const prefix = testPrefix();
let admin: Admin;

beforeAll(async () => {
  admin = createKafka(testServices().kafkaBrokers, 'test', createLogger('test', 'silent')).admin();
  await admin.connect();
});
afterAll(async () => {
  await admin.disconnect();
  await deletePrefix(prefix);
});

it('creates every topic of the registry as it says, once, and finds nothing wrong with them', async () => {
  const missing = await diffTopics({ admin, prefix, partitions: 1 });
  expect(missing.map(({ topic }) => topic)).toEqual(topicNames);
  const first = await applyTopics({ admin, prefix, partitions: 1 });
  expect(first).toEqual({ created: topicNames, configured: [], differences: [] });
  expect(await applyTopics({ admin, prefix, partitions: 1 })).toEqual({ created: [], configured: [], differences: [] });
});

it('creates the partitions of the registry where no other count is asked for', async () => {
  const other = testPrefix();
  try {
    await applyTopics({ admin, prefix: other, names: ['mapping.v1'] });
    const { topics } = await admin.fetchTopicMetadata({ topics: [`${other}mapping.v1`] });
    expect(topics[0]?.partitions).toHaveLength(6);
  } finally {
    await deletePrefix(other);
  }
});

it('names a wrong configuration and sets it right', async () => {
  await setTopicConfiguration(prefix, 'mapping.v1', { 'cleanup.policy': 'delete' });
  const plan = { admin, prefix, partitions: 1 };
  // Brokers show a changed configuration a moment after they have accepted it.
  await eventually(async () =>
    expect(await diffTopics(plan)).toContainEqual({
      topic: 'mapping.v1',
      problem: 'has cleanup.policy=delete, compact is needed',
    }),
  );
  expect((await applyTopics(plan)).configured).toEqual(['mapping.v1']);
  await eventually(async () => expect(await diffTopics(plan)).toEqual([]));
});

it('names a wrong count of partitions and never changes it', async () => {
  const plan = { admin, prefix, names: ['control.v1' as const], partitions: 3 };
  const wrong = [{ topic: 'control.v1', problem: 'has 1 partitions, 3 are needed' }];
  expect(await diffTopics(plan)).toEqual(wrong);
  expect(await applyTopics(plan)).toEqual({ created: [], configured: [], differences: wrong });
});
