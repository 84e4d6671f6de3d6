import { Module } from '@nestjs/common';
import { provideDispatcher } from '@sluice/dispatcher/provide-dispatcher';
import { parseQuota, scaleQuota } from '@sluice/shared/quota/quota';
import { dispatcherSettings } from '@sluice/dispatcher/settings';
import { scaleDurations } from '@sluice/runtime/durations';
import { newId } from '@sluice/runtime/ids';
import { Logger } from '@sluice/runtime/logging/logger';
import { Metrics } from '@sluice/runtime/metrics';
import { Database } from '@sluice/runtime/postgres/database';
import { RUNTIME_CONFIG } from '@sluice/runtime/runtime.module';
import { Tracing } from '@sluice/runtime/tracing/tracing';
import { m3BulkUrl } from '@sluice/shared/ion/urls';
import type { CloudsuiteGatewayConfig } from './config.js';
import { IonClient } from '@sluice/shared/ion/ion-client';
import { M3CommandConsumer } from './m3-command.consumer.js';
import { M3Folds, m3Folds, type M3Context } from './m3-folds.js';
import { m3Protocol } from './m3-protocol.js';
import { publishOutcome } from './publish-outcome.js';

/** ION: a token is renewed five minutes before its end. */
const tokenDurations = { tokenRenewBeforeMs: 5 * 60_000, tokenTimeoutMs: 30_000 };

const M3Context = Symbol('M3Context');

@Module({
  controllers: [M3CommandConsumer],
  providers: [
    {
      provide: M3Context,
      inject: [RUNTIME_CONFIG, Database, Logger, Metrics, Tracing],
      useFactory: (
        config: CloudsuiteGatewayConfig,
        database: Database,
        log: Logger,
        metrics: Metrics,
        tracing: Tracing,
      ): M3Context => {
        const durations = dispatcherSettings(config.timeScale);
        const quota = scaleQuota(parseQuota(config.quota), config.timeScale);
        const protocol = m3Protocol({
          quota,
          bulkUrl: m3BulkUrl(config.ionApi, config.m3ApiPath),
          transactionsPerRequest: config.transactionsPerRequest,
          transport: new IonClient(config.ionApi, {
            ...scaleDurations(tokenDurations, config.timeScale),
            connectTimeoutMs: durations.connectTimeoutMs,
            socketsMax: quota.concurrency,
          }),
          publish: publishOutcome(database),
        });
        return {
          database,
          protocol,
          settings: { ...durations, requestsOpenMax: quota.concurrency },
          newId,
          log,
          metrics,
          tracing,
        };
      },
    },
    provideDispatcher(M3Context),
    { provide: M3Folds, inject: [M3Context], useFactory: m3Folds },
  ],
})
export class AppModule {}
