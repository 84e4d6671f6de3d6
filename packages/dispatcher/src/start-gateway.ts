import type { AppParts, Background } from '@sluice/runtime/app-parts';
import type { RuntimeConfig } from '@sluice/runtime/config/runtime-settings';
import { newId } from '@sluice/runtime/ids';
import type { MigrationClass } from '@sluice/runtime/postgres/migrate';
import { startApp, type RunningApp } from '@sluice/runtime/start-app';
import type { AppName } from '@sluice/shared/apps';
import type { System } from '@sluice/shared/document-types';
import { GatewayModule } from './operator.controller.js';
import { answerUnreadable } from './command/answer-unreadable.js';
import type { DispatcherContext, PublishOutcome } from './dispatcher-context.js';
import { Dispatcher } from './dispatcher.js';
import { gatewaySubscriptions, publishOutcome, type MoreSubscriptions } from './gateway-topics.js';
import type { GatewayCommand, Protocol } from './protocol.js';
import { overdueCommands } from './watch/oldest-commands.js';
import { dispatcherSettings, type DispatcherDurations } from './settings.js';

export interface Gateway<Config extends RuntimeConfig, Command extends GatewayCommand, Call> {
  readonly app: AppName;
  readonly config: Config;
  readonly system: System;
  readonly migrations: readonly MigrationClass[];
  /** How the system is spoken to. */
  readonly protocol: (parts: AppParts<Config>, durations: DispatcherDurations) => Protocol<Command, Call>;
  /** Requests open at the same time where the protocol names no quota. */
  readonly requestsOpenMax: number;
  /** What this gateway does besides running the commands of syncs. */
  readonly own?: (context: DispatcherContext<Command, Call>, parts: AppParts<Config>) => OwnWork;
}

export interface OwnWork extends MoreSubscriptions {
  /** Takes the outcomes of the gateway's own commands; answers whether it was one. */
  readonly takeOutcome?: (...outcome: Parameters<PublishOutcome>) => Promise<boolean>;
  readonly background?: readonly Background[];
}

/** Starts a gateway: the one app that calls a system, for all syncs. */
export const startGateway = <Config extends RuntimeConfig, Command extends GatewayCommand, Call>(
  gateway: Gateway<Config, Command, Call>,
): Promise<RunningApp> => {
  const { app, config, system, migrations, requestsOpenMax } = gateway;
  return startApp({
    app,
    config,
    migrations,
    work: (parts) => {
      const { database, logger, metrics, tracing, health, sealing } = parts;
      const durations = dispatcherSettings(config.timeScale);
      const publish = publishOutcome(database, system);
      const context: DispatcherContext<Command, Call> = {
        database,
        protocol: gateway.protocol(parts, durations),
        publish: async (...outcome) => {
          if ((await own.takeOutcome?.(...outcome)) !== true) await publish(...outcome);
        },
        unseal: sealing.unseal,
        seal: sealing.seal,
        settings: { ...durations, requestsOpenMax },
        newId,
        log: logger,
        metrics,
        tracing,
      };
      const own = gateway.own?.(context, parts) ?? {};
      const dispatcher = new Dispatcher(context);
      health.degradedBy(async () => [
        ...(await dispatcher.problems()),
        ...(await overdueCommands(database, durations)),
      ]);
      return {
        subscriptions: gatewaySubscriptions(system, context, own),
        onUnreadable: answerUnreadable(system, publish),
        background: [dispatcher, ...(own.background ?? [])],
        module: GatewayModule.of(context),
      };
    },
  });
};
