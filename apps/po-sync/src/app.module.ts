import { Module } from '@nestjs/common';
import { provideDecideLoop } from '@sluice/reconciler/decide/provide-decide-loop';
import { RUNTIME_CONFIG } from '@sluice/runtime/runtime.module';
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
    provideDecideLoop(PurchaseOrderDomain, import.meta.url),
  ],
})
export class AppModule {}
