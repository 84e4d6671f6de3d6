import { syncMigrations } from '@sluice/reconciler/migrations';

/** This app has no tables of its own: all that it knows is what the reconciler keeps. */
export const migrations = syncMigrations;
