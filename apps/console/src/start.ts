import { scaleDurations } from '@sluice/runtime/durations';
import { startApp, type RunningApp } from '@sluice/runtime/start-app';
import { AppModule } from './app.module.js';
import type { ConsoleConfig } from './config.js';
import { migrations } from './migrations.js';
import { recordMetrics } from './record-metrics.js';
import { auditChain } from './store/chain-audit-rows.js';
import { foldAudit } from './store/fold-audit.js';
import { foldDeadLetter } from './store/fold-dead-letter.js';
import { foldStatus } from './store/fold-status.js';
import { historyRemover } from './store/remove-old-history.js';

/** Ten thousand mapping rows come in one request, so that a file is imported whole or not at all. */
const largeBodies = { path: '/api/mappings', limitBytes: 8_000_000 };

/** How often new lines of history are chained. */
const chainEveryMs = 2_000;

/** How often old lines of history are looked for. */
const removeEveryMs = 60 * 60_000;

/** What people see and do: records with their history, mappings, retries. */
export const start = (config: ConsoleConfig): Promise<RunningApp> =>
  startApp({
    app: 'console',
    config,
    migrations,
    largeBodies,
    work({ database, logger, metrics }) {
      recordMetrics(metrics, database);
      const scaled = scaleDurations({ chainEveryMs, removeEveryMs }, config.timeScale);
      return {
        subscriptions: { 'status.v1': foldStatus, 'audit.v1': foldAudit, 'dead-letter.v1': foldDeadLetter },
        background: [
          auditChain(database, logger, scaled.chainEveryMs),
          historyRemover(database, logger, config.auditKeepDays, scaled.removeEveryMs),
        ],
        module: AppModule,
      };
    },
  });
