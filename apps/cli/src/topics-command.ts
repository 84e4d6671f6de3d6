import { Command, InvalidArgumentError, Option } from 'commander';
import type { TopicDifference, TopicPlan } from '@sluice/runtime/kafka/topic-admin';
import { Failure } from '@sluice/shared/failure';
import { topicNames, topics } from '@sluice/shared/topics';
import { settingsOf, topicsConfig } from './config.js';
import { formatTable } from './format-table.js';
import { suggest } from './next-commands.js';
import { outputOption, printJson, type Output } from './output.js';
import type { Terminal } from './terminal.js';

interface Options {
  readonly replicationFactor?: number;
}

export function topicsCommand(terminal: Terminal): Command {
  const command = new Command('topics').description('Kafka’s topics, compared with what this release needs.');
  command
    .command('list')
    .description('List the topics that this release needs, without asking Kafka.')
    .addOption(outputOption())
    .action(({ output }: { output: Output }) => list(terminal, output));
  command
    .command('apply')
    .description('Create missing topics and set their configuration.')
    .addOption(replicationOption())
    .action((options: Options) => withPlan(terminal, options, (plan) => apply(terminal, plan)));
  command
    .command('diff')
    .description('Show which topics differ from what is needed; exit code 1 if any does.')
    .addOption(replicationOption())
    .addOption(outputOption())
    .action((options: Options & { output: Output }) =>
      withPlan(terminal, options, (plan) => diff(terminal, plan, options.output)),
    );
  return command;
}

const replicationOption = (): Option =>
  new Option(
    '--replication-factor <count>',
    'copies of each partition (default: 3 with three brokers or more, else 1)',
  ).argParser(countOf);

function countOf(written: string): number {
  const count = Number(written);
  if (Number.isInteger(count) && count >= 1 && count <= 10) return count;
  throw new InvalidArgumentError('It must be a whole number from 1 to 10.');
}

/** Topics follow from the registry of document types, so that their names stand nowhere as text. */
function list(terminal: Terminal, output: Output): void {
  const rows = topicNames.map((topic) => {
    const { key, owner, partitions, cleanup } = topics[topic];
    return { topic, key, owners: owner === 'all' ? ['all'] : [...owner], partitions, cleanup };
  });
  if (output === 'json') return printJson(terminal, { topics: rows });
  terminal.out(
    formatTable(
      ['TOPIC', 'KEY', 'WRITTEN BY', 'PARTITIONS', 'CLEANUP'],
      rows.map(({ topic, key, owners, partitions, cleanup }) => [
        topic,
        key,
        owners.join(', '),
        String(partitions),
        cleanup,
      ]),
    ),
  );
  suggest(terminal, 'sluice topics diff');
}

/** Loaded when Kafka is asked: its client takes long to load, and the help does not need it. */
const topicAdmin = () => import('@sluice/runtime/kafka/topic-admin');

async function apply(terminal: Terminal, plan: TopicPlan): Promise<void> {
  const { applyTopics } = await topicAdmin();
  const { created, configured, differences } = await applyTopics(plan);
  for (const topic of created) terminal.out(`created ${plan.prefix}${topic}\n`);
  for (const topic of configured) terminal.out(`configured ${plan.prefix}${topic}\n`);
  if (created.length + configured.length === 0) terminal.out('Nothing to do.\n');
  failOn(plan, differences);
}

async function diff(terminal: Terminal, plan: TopicPlan, output: Output): Promise<void> {
  const { diffTopics } = await topicAdmin();
  const differences = await diffTopics(plan);
  if (output === 'json')
    printJson(terminal, {
      differences: differences.map(({ topic, problem }) => ({ topic: `${plan.prefix}${topic}`, problem })),
    });
  failOn(plan, differences);
  if (output === 'table') terminal.out('All topics are as the registry says.\n');
}

function failOn(plan: TopicPlan, differences: readonly TopicDifference[]): void {
  if (differences.length === 0) return;
  const table = formatTable(
    ['TOPIC', 'PROBLEM'],
    differences.map(({ topic, problem }) => [`${plan.prefix}${topic}`, problem]),
  );
  throw new Failure(`Not all topics are as the registry says:\n${table.trimEnd()}`, {
    code: 'topics-differ',
    stage: 'configuration',
    disposition: 'park',
    fix: '`sluice topics apply` creates and configures topics. A partition count never changes: give this installation a prefix of its own, or move to a new version of the topic.',
  });
}

async function withPlan(terminal: Terminal, options: Options, work: (plan: TopicPlan) => Promise<void>): Promise<void> {
  const config = settingsOf(topicsConfig, terminal);
  const { prefix, topicPartitions } = config;
  const { replicationOf, withKafka } = await import('./reach-kafka.js');
  await withKafka(config, async (admin) => {
    const { brokers } = await admin.describeCluster();
    await work({
      admin,
      prefix,
      replicationFactor: options.replicationFactor ?? replicationOf(brokers.length),
      ...(topicPartitions !== undefined && { partitions: topicPartitions }),
    });
  });
}
