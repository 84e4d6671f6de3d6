import { Module } from '@nestjs/common';
import { scaleDurations } from '@sluice/runtime/durations';
import { Logger } from '@sluice/runtime/logging/logger';
import { Metrics } from '@sluice/runtime/metrics';
import { Database } from '@sluice/runtime/postgres/database';
import { isStorageAway } from '@sluice/runtime/postgres/storage-errors';
import { RUNTIME_CONFIG } from '@sluice/runtime/runtime.module';
import { AcceptCallOut, acceptCallOut } from './call-out/accept-call-out.js';
import { AcceptWebhook, acceptWebhook } from './webhook/accept-webhook.js';
import { CallOutController } from './call-out/call-out.controller.js';
import type { IngressConfig } from './config.js';
import { doorMetrics, type DoorMetrics } from './inbound-metrics.js';
import { groupInserts } from './inbox/group-inserts.js';
import { InboxPurger, inboxPurger } from './inbox/inbox-purger.js';
import { keepEvent, type KeepEvent } from './inbox/keep-event.js';
import { purgeInbox } from './inbox/purge-inbox.js';
import { storeEvents, type TrustedEvent } from './inbox/store-events.js';
import { WebhookController } from './webhook/webhook.controller.js';

const grouping = { itemsMax: 200, slowMs: 500, heldMax: 2_000 };
const durations = { purgeIntervalMs: 60 * 60_000 };

const DoorMetrics = Symbol('DoorMetrics');
const KeepEvent = Symbol('KeepEvent');

/** The secrets that are configured, the current one first. */
const secretsOf = (...secrets: readonly (string | undefined)[]): string[] =>
  secrets.filter((secret) => secret !== undefined);

@Module({
  controllers: [WebhookController, CallOutController],
  providers: [
    { provide: DoorMetrics, inject: [Metrics], useFactory: doorMetrics },
    {
      provide: KeepEvent,
      inject: [RUNTIME_CONFIG, Database, Logger, DoorMetrics],
      useFactory: (places: IngressConfig, database: Database, logger: Logger, metrics: DoorMetrics): KeepEvent =>
        keepEvent({
          places,
          store: groupInserts(
            (events: readonly TrustedEvent[]) => storeEvents(database, events),
            isStorageAway,
            grouping,
          ),
          logger,
          metrics,
        }),
    },
    {
      provide: AcceptWebhook,
      inject: [RUNTIME_CONFIG, KeepEvent, Logger, DoorMetrics],
      useFactory: (config: IngressConfig, keep: KeepEvent, logger: Logger, metrics: DoorMetrics): AcceptWebhook =>
        acceptWebhook({
          secrets: secretsOf(config.webhookSecret, config.webhookSecretPrevious),
          form: { encoding: config.signatureEncoding, prefix: config.signaturePrefix },
          signedText: config.signedText,
          // The sender's clock is not ours to scale.
          toleranceMs: config.timestampToleranceSeconds * 1000,
          keep,
          logger,
          metrics,
        }),
    },
    {
      provide: AcceptCallOut,
      inject: [RUNTIME_CONFIG, KeepEvent, Logger, DoorMetrics],
      useFactory: (config: IngressConfig, keep: KeepEvent, logger: Logger, metrics: DoorMetrics): AcceptCallOut =>
        acceptCallOut({
          client: {
            id: config.callOutClientId,
            secrets: secretsOf(config.callOutClientSecret, config.callOutClientSecretPrevious),
            scope: config.callOutScope,
            tokenLifeSeconds: config.callOutTokenLifeSeconds,
          },
          keep,
          logger,
          metrics,
        }),
    },
    {
      provide: InboxPurger,
      inject: [RUNTIME_CONFIG, Database, Logger, DoorMetrics],
      useFactory: (config: IngressConfig, database: Database, log: Logger, metrics: DoorMetrics) =>
        inboxPurger({
          purge: () => purgeInbox(database, config.inboxKeepDays),
          intervalMs: scaleDurations(durations, config.timeScale).purgeIntervalMs,
          log,
          count: (purged) => metrics.purged.inc(purged),
        }),
    },
  ],
})
export class AppModule {}
