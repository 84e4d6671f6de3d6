import { Module } from '@nestjs/common';
import { Logger } from '@sluice/runtime/logging/logger';
import { Metrics } from '@sluice/runtime/metrics';
import { Database } from '@sluice/runtime/postgres/database';
import { isStorageAway } from '@sluice/runtime/postgres/storage-errors';
import { RUNTIME_CONFIG } from '@sluice/runtime/runtime.module';
import { AcceptWebhook, acceptWebhook } from './accept-webhook.js';
import type { IngressConfig } from './config.js';
import { groupInserts } from './group-inserts.js';
import { storeEvents, type SignedEvent } from './store-events.js';
import { WebhookController } from './webhook.controller.js';
import { webhookMetrics } from './webhook-metrics.js';

/** Short enough not to be felt, long enough for a burst to share one commit. */
const grouping = { windowMs: 2, itemsMax: 200, heldMax: 2_000 };

@Module({
  controllers: [WebhookController],
  providers: [
    {
      provide: AcceptWebhook,
      inject: [RUNTIME_CONFIG, Database, Logger, Metrics],
      useFactory: (config: IngressConfig, database: Database, logger: Logger, metrics: Metrics): AcceptWebhook => {
        const { webhookSecret: current, webhookSecretPrevious: previous } = config;
        return acceptWebhook({
          secrets: previous === undefined ? [current] : [current, previous],
          store: groupInserts(
            (events: readonly SignedEvent[]) => storeEvents(database, events),
            isStorageAway,
            grouping,
          ),
          logger,
          metrics: webhookMetrics(metrics),
        });
      },
    },
  ],
})
export class AppModule {}
