import { startApp, type RunningApp } from '@sluice/runtime/start-app';
import { AppModule } from './app.module.js';
import type { IngressConfig } from './config.js';
import { migrations } from './migrations.js';

/** The public door: verifies what Coupa announces, keeps it, and passes it on as a notice. */
export const start = (config: IngressConfig): Promise<RunningApp> =>
  startApp({
    app: 'ingress',
    config,
    module: AppModule,
    consumes: [],
    migrations,
    rawBody: true,
    bodyLimitBytes: config.bodyLimitBytes,
  });
