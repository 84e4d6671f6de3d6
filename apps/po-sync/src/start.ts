import { DecideLoop } from '@sluice/reconciler/decide/decide-loop';
import { startApp, type RunningApp } from '@sluice/runtime/start-app';
import { AppModule } from './app.module.js';
import type { PoSyncConfig } from './config.js';
import { migrations } from './migrations.js';
import { consumes } from './purchase-order.consumer.js';

/** Decides what M3 must be told about purchase orders. */
export const start = (config: PoSyncConfig): Promise<RunningApp> =>
  startApp({ app: 'po-sync', config, module: AppModule, consumes, migrations, background: [DecideLoop] });
