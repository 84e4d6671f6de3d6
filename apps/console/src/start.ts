import { scaleDurations } from '@sluice/runtime/durations';
import { startApp, type RunningApp } from '@sluice/runtime/start-app';
import { Failure } from '@sluice/shared/failure';
import { AppModule } from './app.module.js';
import type { ConsoleConfig } from './config.js';
import { migrations } from './migrations.js';
import { PersonalTokens } from './personal-tokens.js';
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

/** What people see and do: records with their history, mappings, retries, answers. */
export function start(config: ConsoleConfig): Promise<RunningApp> {
  const personalTokens = new PersonalTokens(config.personalTokens);
  refuseSharedToken(config, personalTokens);
  return startApp({
    app: 'console',
    config,
    migrations,
    largeBodies,
    personOf: (request) => personalTokens.personOf(request),
    work({ database, logger, metrics }) {
      recordMetrics(metrics, database);
      const scaled = scaleDurations({ chainEveryMs, removeEveryMs }, config.timeScale);
      return {
        subscriptions: { 'status.v1': foldStatus, 'audit.v1': foldAudit, 'dead-letter.v1': foldDeadLetter },
        background: [
          auditChain(database, logger, scaled.chainEveryMs),
          historyRemover(database, logger, config.auditKeepDays, scaled.removeEveryMs),
        ],
        module: AppModule.withPersons(personalTokens),
      };
    },
  });
}

/** Whoever bears it would be taken for one person. */
function refuseSharedToken({ apiToken }: ConsoleConfig, personalTokens: PersonalTokens): void {
  const person = personalTokens.personOf({ headers: { authorization: `Bearer ${apiToken}` } });
  if (person === undefined) return;
  throw new Failure(`The token of ${person} in SLUICE_PERSONAL_TOKENS is the one that all share.`, {
    code: 'configuration-invalid',
    stage: 'configuration',
    disposition: 'park',
    fix: `Make one with \`sluice tokens new ${person}\`.`,
  });
}
