import { Module } from '@nestjs/common';
import { provideDispatcher } from '@sluice/dispatcher/provide-dispatcher';
import { foldCommand } from '@sluice/dispatcher/command/fold-command';
import { dispatcherSettings } from '@sluice/dispatcher/settings';
import { scaleDurations } from '@sluice/runtime/durations';
import { newId } from '@sluice/runtime/ids';
import { Logger } from '@sluice/runtime/logging/logger';
import { Metrics } from '@sluice/runtime/metrics';
import { Database } from '@sluice/runtime/postgres/database';
import { RUNTIME_CONFIG } from '@sluice/runtime/runtime.module';
import { Tracing } from '@sluice/runtime/tracing/tracing';
import type { CoupaGatewayConfig } from './config.js';
import { CoupaFolds, coupaFolds, type CoupaContext } from './coupa-folds.js';
import { coupaProtocol } from './coupa/coupa-protocol.js';
import { CoupaTransport } from './coupa/coupa-transport.js';
import { CoupaConsumer } from './coupa.consumer.js';
import { pollMetrics } from './poll/poll-metrics.js';
import type { PollSettings } from './poll/poll-settings.js';
import { Poller, poller } from './poll/poller.js';
import { publishOutcome } from './publish-outcome.js';

/** Coupa: about 5 s between issue and first use of a token; a token lives for 24 hours. */
const tokenDurations = { ripenMs: 5_000, lifeMs: 24 * 60 * 60_000 };
const pollDurations = { checkEveryMs: 5_000, countIntervalMs: 24 * 60 * 60_000 };

const CoupaContext = Symbol('CoupaContext');
const PollSettings = Symbol('PollSettings');

@Module({
  controllers: [CoupaConsumer],
  providers: [
    {
      provide: PollSettings,
      inject: [RUNTIME_CONFIG],
      useFactory: (config: CoupaGatewayConfig): PollSettings => ({
        ...scaleDurations(
          {
            intervalMs: config.pollIntervalSeconds * 1000,
            overlapMs: config.pollOverlapSeconds * 1000,
            countIntervalMs: pollDurations.countIntervalMs,
          },
          config.timeScale,
        ),
        orderStatuses: config.orderStatuses,
      }),
    },
    {
      provide: CoupaContext,
      inject: [RUNTIME_CONFIG, PollSettings, Database, Logger, Tracing],
      useFactory: (
        config: CoupaGatewayConfig,
        poll: PollSettings,
        database: Database,
        log: Logger,
        tracing: Tracing,
      ): CoupaContext => {
        const durations = dispatcherSettings(config.timeScale);
        const transport = new CoupaTransport(config, {
          ...scaleDurations(tokenDurations, config.timeScale),
          connectTimeoutMs: durations.connectTimeoutMs,
        });
        const context: CoupaContext = {
          database,
          protocol: coupaProtocol({
            coupaUrl: config.coupaUrl,
            transport,
            publish: publishOutcome(
              database,
              (tx, command, cause) => foldCommand(tx, context, command, cause),
              poll,
              tracing,
            ),
          }),
          settings: { ...durations, requestsOpenMax: 1 },
          newId,
          log,
          tracing,
        };
        return context;
      },
    },
    provideDispatcher(CoupaContext),
    { provide: CoupaFolds, inject: [CoupaContext], useFactory: coupaFolds },
    {
      provide: Poller,
      inject: [RUNTIME_CONFIG, PollSettings, CoupaContext, Logger, Metrics],
      useFactory: (
        config: CoupaGatewayConfig,
        settings: PollSettings,
        context: CoupaContext,
        log: Logger,
        metrics: Metrics,
      ) => {
        const { database } = context;
        pollMetrics(metrics, database);
        return poller({
          database,
          run: (tx, command, cause) => foldCommand(tx, context, command, cause),
          settings,
          checkEveryMs: scaleDurations(pollDurations, config.timeScale).checkEveryMs,
          log,
        });
      },
    },
  ],
})
export class AppModule {}
