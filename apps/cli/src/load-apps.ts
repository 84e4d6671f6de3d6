import type { ConfigDefinition, Settings } from '@sluice/runtime/config/define-config';
import type { MigrationClass } from '@sluice/runtime/postgres/migrate';
import { appNames, type AppName } from '@sluice/shared/apps';
import { rowOf, typesSentTo } from '@sluice/shared/document-types';
import type { TransactionUsed } from '@sluice/shared/m3/transaction-used';
import { gatewayOf } from '@sluice/shared/topics';

/*
 * What each app of the installation declares, found by the app's name alone, so that a new app has to be entered nowhere
 * but in `appNames`. Loaded on demand: most commands start without the tables and settings of every app.
 */

interface AppMigrations {
  readonly app: AppName;
  readonly migrations: readonly MigrationClass[];
}

/** Each app owns a schema and declares its steps; the command only runs them. */
export const loadMigrations = (): Promise<AppMigrations[]> =>
  Promise.all(
    appNames.map(async (app) => {
      const { migrations } = (await import(/* @vite-ignore */ `@sluice/${app}/migrations`)) as Omit<
        AppMigrations,
        'app'
      >;
      return { app, migrations };
    }),
  );

/** The settings that each app reads. */
export const loadConfigs = (): Promise<ConfigDefinition<Settings>[]> =>
  Promise.all(
    appNames.map(async (app) => {
      const { config } = (await import(/* @vite-ignore */ `@sluice/${app}/config`)) as {
        config: ConfigDefinition<Settings>;
      };
      return config;
    }),
  );

/** The apps that call M3, or have commands sent to it. */
export const appsThatUseM3 = (): AppName[] => [
  ...new Set([...typesSentTo('m3').flatMap((type) => rowOf(type).owner ?? []), gatewayOf.m3]),
];

/** What all of them together need of M3. */
export async function loadM3Transactions(): Promise<TransactionUsed[]> {
  const modules = await Promise.all(
    appsThatUseM3().map(
      (app) =>
        import(/* @vite-ignore */ `@sluice/${app}/m3-transactions`) as Promise<{ m3Transactions: TransactionUsed[] }>,
    ),
  );
  return modules.flatMap(({ m3Transactions }) => m3Transactions);
}
