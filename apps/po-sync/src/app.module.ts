import { Module } from '@nestjs/common';
import { codeVersionOf } from '@sluice/reconciler/decide/code-version';
import { DecideLoop } from '@sluice/reconciler/decide/decide-loop';
import type { Domain } from '@sluice/reconciler/decision';
import { reconcilerSettings } from '@sluice/reconciler/settings';
import { Logger } from '@sluice/runtime/logging/logger';
import { Database } from '@sluice/runtime/postgres/database';
import { RUNTIME_CONFIG } from '@sluice/runtime/runtime.module';
import type { CoupaPurchaseOrder } from '@sluice/shared/coupa/purchase-order';
import type { PoSyncConfig } from './config.js';
import { purchaseOrderDomain } from './domain/purchase-order-domain.js';
import { PurchaseOrderConsumer, PurchaseOrderDomain } from './purchase-order.consumer.js';
import { purchaseOrderSettings } from './purchase-order-settings.js';

@Module({
  controllers: [PurchaseOrderConsumer],
  providers: [
    {
      provide: PurchaseOrderDomain,
      inject: [RUNTIME_CONFIG],
      useFactory: (config: PoSyncConfig) => purchaseOrderDomain(purchaseOrderSettings(config)),
    },
    {
      provide: DecideLoop,
      inject: [RUNTIME_CONFIG, Database, Logger, PurchaseOrderDomain],
      useFactory: (config: PoSyncConfig, database: Database, log: Logger, domain: Domain<CoupaPurchaseOrder>) =>
        new DecideLoop({
          database,
          domains: [domain],
          settings: reconcilerSettings(config.timeScale),
          codeVersion: codeVersionOf(import.meta.url),
          log,
        }),
    },
  ],
})
export class AppModule {}
