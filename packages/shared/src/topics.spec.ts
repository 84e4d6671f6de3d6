import { describe, expect, it } from 'vitest';
import { isTopicName, topicNames, topics } from './topics.js';

describe.each(topicNames)('%s', (name) => {
  const topic = topics[name];

  it('is named <words>.v<number>, lower case, so that a prefix and a next version are plain', () => {
    expect(name).toMatch(/^[a-z0-9]+(?:[.-][a-z0-9]+)*\.v[1-9]\d*$/);
  });

  it('keeps state compacted and everything else for a time', () => {
    expect(topic.cleanup).toBe(topic.state ? 'compact' : 'delete');
    if (topic.cleanup === 'delete') expect(topic.retentionMs).toBeGreaterThan(0);
  });

  it('has an owner, and one alone where it carries state', () => {
    expect(topic.owner.length).toBeGreaterThan(0);
    // A status is written by the sync that owns the type: one owner a key, not one a topic.
    if (topic.state && name !== 'status.v1') expect(topic.owner).toHaveLength(1);
  });

  it('is never replayed where a replay would act on another system', () => {
    if (/\.(command|outcome)\.|^operator\./.test(name)) expect(topic.replay).toBe('never');
  });
});

it('every command topic has its outcome topic, so that nobody waits for ever', () => {
  for (const name of topicNames.filter((name) => name.includes('.command.')))
    expect(isTopicName(name.replace('.command.', '.outcome.'))).toBe(true);
});

it('a dead letter has room for the largest message, its base64 form and its headers', () => {
  const largest = Math.max(
    ...topicNames.filter((name) => name !== 'dead-letter.v1').map((name) => topics[name].maxBytes),
  );
  expect(topics['dead-letter.v1'].maxBytes).toBeGreaterThan((largest * 4) / 3);
});

it('knows a topic by its bare name only', () => {
  expect(isTopicName('status.v1')).toBe(true);
  expect(isTopicName('demo.status.v1')).toBe(false);
  expect(isTopicName('toString')).toBe(false);
});
