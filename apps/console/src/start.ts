import { startApp, type RunningApp } from '@sluice/runtime/start-app';
import { AuditChain } from './audit-chain.js';
import { AppModule } from './app.module.js';
import type { ConsoleConfig } from './config.js';
import { migrations } from './migrations.js';

/** Ten thousand mapping rows come in one request, so that a file is imported whole or not at all. */
const bodyLimitBytes = 8_000_000;

/** What people see and do: records with their history, mappings, retries. */
export const start = (config: ConsoleConfig): Promise<RunningApp> =>
  startApp({
    app: 'console',
    config,
    module: AppModule,
    consumes: ['status.v1', 'audit.v1', 'dead-letter.v1'],
    migrations,
    background: [AuditChain],
    bodyLimitBytes,
  });
