import { startApp, type RunningApp } from '@sluice/runtime/start-app';
import { AppModule } from './app.module.js';
import { InboxPurger } from './inbox/inbox-purger.js';
import type { IngressConfig } from './config.js';
import { migrations } from './migrations.js';

/** The public door: lets in what Coupa announces, by webhook or call-out, keeps it, and passes it on as a notice. */
export const start = (config: IngressConfig): Promise<RunningApp> =>
  startApp({
    app: 'ingress',
    config,
    module: AppModule,
    consumes: [],
    migrations,
    background: [InboxPurger],
    rawBody: true,
    inboundPaths: ['/webhooks/coupa', '/call-outs/coupa'],
    bodyLimitBytes: config.bodyLimitBytes,
  });
