import { Dispatcher } from '@sluice/dispatcher/dispatcher';
import { startApp, type RunningApp } from '@sluice/runtime/start-app';
import { AppModule } from './app.module.js';
import type { CloudsuiteGatewayConfig } from './config.js';
import { migrations } from './migrations.js';

/** The only caller of M3: runs what the syncs ask for, once, and tells them how it ended. */
export const start = (config: CloudsuiteGatewayConfig): Promise<RunningApp> =>
  startApp({
    app: 'cloudsuite-gateway',
    config,
    module: AppModule,
    consumes: ['m3.command.purchase-order.v1', 'm3.command.supplier.v1', 'operator.v1'],
    migrations,
    background: [Dispatcher],
  });
