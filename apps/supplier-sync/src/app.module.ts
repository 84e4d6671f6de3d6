import { Module } from '@nestjs/common';
import { provideDecideLoop } from '@sluice/reconciler/decide/provide-decide-loop';
import { RUNTIME_CONFIG } from '@sluice/runtime/runtime.module';
import type { SupplierSyncConfig } from './config.js';
import { supplierDomain } from './domain/supplier-domain.js';
import { SupplierConsumer, SupplierDomain } from './supplier.consumer.js';
import { supplierSettings } from './supplier-settings.js';

@Module({
  controllers: [SupplierConsumer],
  providers: [
    {
      provide: SupplierDomain,
      inject: [RUNTIME_CONFIG],
      useFactory: (config: SupplierSyncConfig) => supplierDomain(supplierSettings(config)),
    },
    provideDecideLoop(SupplierDomain, import.meta.url),
  ],
})
export class AppModule {}
