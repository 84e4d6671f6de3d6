import 'reflect-metadata';
import { Controller, Inject, Module, type DynamicModule } from '@nestjs/common';
import { Ctx, EventPattern, KafkaContext } from '@nestjs/microservices';
import { defineConfig } from '@sluice/runtime/config/define-config';
import { runtimeSettings } from '@sluice/runtime/config/runtime-settings';
import { Receiver, type Fold, type Unreadable } from '@sluice/runtime/kafka/receiver';
import { runtimeMigrations } from '@sluice/runtime/migrations';
import type { Transaction } from '@sluice/runtime/postgres/database';
import { defineMigration } from '@sluice/runtime/postgres/migrate';
import { startApp, type AppToStart, type RunningApp } from '@sluice/runtime/start-app';
import type { AppName, TopicName } from '@sluice/shared/topics';

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

export type ToyFold = Fold<TopicName>;

const ToyFold = Symbol('ToyFold');

/** As a gateway answers a command that it cannot read. */
const answerUnreadable = async (tx: Transaction, { topic, headers }: Unreadable): Promise<void> => {
  if (topic !== 'm3.command.supplier.v1') return;
  await tx.query(`INSERT INTO folded (topic, key, value, partition, message_offset) VALUES ($1, $2, '{}', 0, 0)`, [
    topic,
    `answered ${headers['ce_commandid']} ${headers['ce_destination']}`,
  ]);
};

@Controller()
class ToyConsumer {
  constructor(
    @Inject(Receiver) private readonly receiver: Receiver,
    @Inject(ToyFold) private readonly fold: ToyFold,
  ) {
    receiver.onUnreadable(answerUnreadable);
  }

  @EventPattern('coupa.notice.v1')
  onNotice(@Ctx() context: KafkaContext): Promise<void> {
    return this.receiver.receive('coupa.notice.v1', context, this.fold);
  }

  @EventPattern('coupa.supplier.v1')
  onSupplier(@Ctx() context: KafkaContext): Promise<void> {
    return this.receiver.receive('coupa.supplier.v1', context, this.fold);
  }

  @EventPattern('mapping.v1')
  onMapping(@Ctx() context: KafkaContext): Promise<void> {
    return this.receiver.receive('mapping.v1', context, this.fold);
  }

  @EventPattern('m3.command.supplier.v1')
  onCommand(@Ctx() context: KafkaContext): Promise<void> {
    return this.receiver.receive('m3.command.supplier.v1', context, this.fold);
  }
}

@Module({})
export class ToyModule {
  static with(fold: ToyFold): DynamicModule {
    return { module: ToyModule, controllers: [ToyConsumer], providers: [{ provide: ToyFold, useValue: fold }] };
  }
}

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

/** An app with nothing in it but the carriers: reads four topics and folds as it is told. */
export function startToy(
  app: AppName,
  environment: Record<string, string>,
  fold: ToyFold = keepMessage,
  more: Partial<AppToStart> = {},
): Promise<RunningApp> {
  const config = defineConfig(app, runtimeSettings).parse(environment);
  return startApp({
    app,
    config,
    module: ToyModule.with(fold),
    consumes: toyTopics,
    migrations: toyMigrations,
    ...more,
  });
}
