import type { Type } from '@nestjs/common';
import type { AppParts, AppWork } from '@sluice/runtime/app-parts';
import type { RuntimeConfig } from '@sluice/runtime/config/runtime-settings';
import { startApp, type RunningApp } from '@sluice/runtime/start-app';
import type { AppName } from '@sluice/shared/apps';
import { codeVersionOf } from '../decide/code-version.js';
import { DecideLoop } from '../decide/decide-loop.js';
import type { AnyDomain } from '../decision.js';
import { syncMigrations } from '../migrations.js';
import { reconcilerSettings } from '../settings.js';
import { measureDocuments, oldestDocuments, overdueReasons } from '../watch/oldest-documents.js';
import { syncSubscriptions } from './sync-subscriptions.js';
import { SyncModule } from './sync.module.js';

export interface SyncToStart {
  readonly app: AppName;
  readonly config: RuntimeConfig;
  /** One for each document type that the app decides about. */
  readonly domains: readonly AnyDomain[];
  /** The `import.meta.url` of a file at the top of the app's code. */
  readonly source: string;
  /** What the app answers over HTTP besides what every sync does. */
  readonly controllers?: readonly Type[];
}

/** Starts an app that decides about documents: it reads what its domains need to know, and a loop decides. */
export const startSync = (sync: SyncToStart): Promise<RunningApp> => {
  const { app, config } = sync;
  return startApp({ app, config, migrations: syncMigrations, work: (parts) => syncWork(parts, sync) });
};

function syncWork(
  { config, database, logger, metrics, health, tracing }: AppParts,
  { domains, source, controllers }: SyncToStart,
): AppWork {
  const settings = reconcilerSettings(config.timeScale);
  const types = domains.map(({ type }) => type);
  measureDocuments(metrics, database, types);
  health.degradedBy(() => overdueReasons(database, types, settings));
  return {
    subscriptions: syncSubscriptions(domains, database),
    background: [
      new DecideLoop({ database, domains, settings, codeVersion: codeVersionOf(source), log: logger, tracing }),
    ],
    module: SyncModule.forDocuments(() => oldestDocuments(database, types), controllers),
  };
}
