import { reconcilerMigrations } from '@sluice/reconciler/migrations';
import { runtimeMigrations } from '@sluice/runtime/migrations';

/** This app has no tables of its own: all that it knows is what the reconciler keeps. */
export const migrations = [...runtimeMigrations, ...reconcilerMigrations];
