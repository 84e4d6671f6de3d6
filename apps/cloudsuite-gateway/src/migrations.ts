import { dispatcherMigrations } from '@sluice/dispatcher/migrations';
import { runtimeMigrations } from '@sluice/runtime/migrations';

/** The tables of every app and those of the dispatcher; the gateway has none of its own. */
export const migrations = [...runtimeMigrations, ...dispatcherMigrations] as const;
