import { Dispatcher } from '@sluice/dispatcher/dispatcher';
import { startApp, type RunningApp } from '@sluice/runtime/start-app';
import { AppModule } from './app.module.js';
import type { CoupaGatewayConfig } from './config.js';
import { migrations } from './migrations.js';
import { Poller } from './poll/poller.js';

/** The only caller of Coupa: fetches what was announced, and carries out what a sync asks for. */
export const start = (config: CoupaGatewayConfig): Promise<RunningApp> =>
  startApp({
    app: 'coupa-gateway',
    config,
    module: AppModule,
    consumes: ['coupa.notice.v1', 'coupa.command.purchase-order.v1', 'operator.v1'],
    migrations,
    background: config.poll === 'on' ? [Dispatcher, Poller] : [Dispatcher],
  });
