import { defineConfig } from '@sluice/runtime/config/define-config';
import type { AppWork } from '@sluice/runtime/app-parts';
import { runtimeSettings } from '@sluice/runtime/config/runtime-settings';
import { runtimeMigrations } from '@sluice/runtime/migrations';
import { defineMigration } from '@sluice/runtime/postgres/migrate';
import { startApp, type AppToStart, type RunningApp } from '@sluice/runtime/start-app';
import type { Fold, OnUnreadable } from '@sluice/runtime/subscriptions';
import type { AppName } from '@sluice/shared/apps';
import type { TopicName } from '@sluice/shared/topics';

/** A table that shows what was folded and how often, as an app's own state would. */
export const toyMigrations = [
  ...runtimeMigrations,
  defineMigration(
    1_790_000_999_000,
    'toy-folded',
    `CREATE TABLE folded (
       id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, topic text NOT NULL, key text NOT NULL,
       value jsonb NOT NULL, partition integer NOT NULL, message_offset bigint NOT NULL
     );`,
  ),
];

/** What the toy reads; what it writes is up to its fold. */
export const toyTopics = [
  'coupa.notice.v1',
  'coupa.supplier.v1',
  'mapping.v1',
  'm3.command.supplier.v1',
] as const satisfies readonly TopicName[];

/** The toy folds the messages of all its topics alike. */
export type ToyFold = Fold<TopicName>;

/** As a gateway answers a command that it cannot read. */
const answerUnreadable: OnUnreadable = async (tx, { topic, headers }) => {
  if (topic !== 'm3.command.supplier.v1') return;
  await tx.query(`INSERT INTO folded (topic, key, value, partition, message_offset) VALUES ($1, $2, '{}', 0, 0)`, [
    topic,
    `answered ${headers['ce_commandid']} ${headers['ce_destination']}`,
  ]);
};

export const toyWork = (fold: ToyFold): AppWork => ({
  subscriptions: Object.fromEntries(toyTopics.map((topic) => [topic, fold])),
  onUnreadable: answerUnreadable,
});

/** Keeps every message that comes. */
export const keepMessage: ToyFold = async (tx, { topic, key, value, partition, offset }) => {
  await tx.query(`INSERT INTO folded (topic, key, value, partition, message_offset) VALUES ($1, $2, $3, $4, $5)`, [
    topic,
    key,
    JSON.stringify(value),
    partition,
    offset,
  ]);
};

/** An app that is the runtime and nothing else: reads four topics and folds as it is told. */
export function startToy(
  app: AppName,
  environment: Record<string, string>,
  fold: ToyFold = keepMessage,
  more: Partial<AppToStart> = {},
): Promise<RunningApp> {
  const config = defineConfig(app, runtimeSettings).parse(environment);
  return startApp({ app, config, migrations: toyMigrations, work: () => toyWork(fold), ...more });
}
