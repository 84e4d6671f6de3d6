import { DecideLoop } from '@sluice/reconciler/decide/decide-loop';
import { startApp, type RunningApp } from '@sluice/runtime/start-app';
import { AppModule } from './app.module.js';
import type { SupplierSyncConfig } from './config.js';
import { migrations } from './migrations.js';
import { consumes } from './supplier.consumer.js';

/** Decides what M3 and Coupa must be told about suppliers; links them. */
export const start = (config: SupplierSyncConfig): Promise<RunningApp> =>
  startApp({ app: 'supplier-sync', config, module: AppModule, consumes, migrations, background: [DecideLoop] });
