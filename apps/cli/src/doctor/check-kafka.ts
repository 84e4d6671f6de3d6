import type { KafkaConfiguration } from '@sluice/runtime/kafka/kafka-access';
import { groupOf } from '@sluice/runtime/kafka/names';
import { diffTopics } from '@sluice/runtime/kafka/topic-admin';
import type { AppName } from '@sluice/shared/apps';
import { appsThatRead } from '@sluice/shared/topics';
import { replicationOf, withKafka, type KafkaAdmin } from '../reach-kafka.js';
import { failed, ok, warning, type Finding } from './finding.js';

export interface KafkaToCheck extends KafkaConfiguration {
  readonly prefix: string;
  readonly topicPartitions?: number | undefined;
}

/** More messages than a healthy group ever has before it. */
const lagToMention = 1_000;

/** Whether brokers answer, topics are as the registry says, and every app that reads has a living group that keeps up. */
export const checkKafka = (config: KafkaToCheck): Promise<Finding[]> =>
  withKafka(config, async (admin) => {
    const { prefix, topicPartitions } = config;
    const { brokers } = await admin.describeCluster();
    const differences = await diffTopics({
      admin,
      prefix,
      replicationFactor: replicationOf(brokers.length),
      ...(topicPartitions !== undefined && { partitions: topicPartitions }),
    });
    const findings = [ok('brokers', `${brokers.length} of them answer`)];
    if (differences.length > 0) {
      const list = differences.map(({ topic, problem }) => `${topic} ${problem}`).join('; ');
      const hint = '`sluice topics diff` shows them one by one; `sluice topics apply` creates and configures.';
      return [...findings, failed('topics', 'topics-differ', list, hint)];
    }
    findings.push(ok('topics', 'are as the registry says'));
    for (const app of appsThatRead) findings.push(await groupFinding(admin, prefix, app));
    return findings;
  });

async function groupFinding(admin: KafkaAdmin, prefix: string, app: AppName): Promise<Finding> {
  const check = `group of ${app}`;
  const groupId = groupOf(prefix, app);
  const [group] = (await admin.describeGroups([groupId])).groups;
  const members = group?.members.length ?? 0;
  if (members === 0) return warning(check, `no consumer is in ${groupId}`, `Start ${app}, or see its log.`);
  const lag = await lagOf(admin, groupId);
  const behind = lag === 0 ? 'has read everything' : `at most ${lag} message(s) behind`;
  return lag > lagToMention
    ? warning(check, `${members} member(s), ${behind}`, `Check that ${app} is ready, and see its log.`)
    : ok(check, `${members} member(s), ${behind}`);
}

/**
 * At most: the markers that end transactions have offsets, too. Every writer of Sluice uses transactions, so the last offset
 * of a partition is such a marker, which no consumer gets.
 */
async function lagOf(admin: KafkaAdmin, groupId: string): Promise<number> {
  let lag = 0n;
  for (const { topic, partitions } of await admin.fetchOffsets({ groupId })) {
    const ends = new Map(
      (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, BigInt(high)]),
    );
    // -1: nothing of this partition was read yet, so where it begins is not known to the group.
    for (const { partition, offset } of partitions)
      if (offset !== '-1') lag += withoutMarker((ends.get(partition) ?? 0n) - BigInt(offset));
  }
  return Number(lag);
}

const withoutMarker = (offsets: bigint): bigint => (offsets > 0n ? offsets - 1n : 0n);
