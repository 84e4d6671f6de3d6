import { Module } from '@nestjs/common';
import { codeVersionOf } from '@sluice/reconciler/decide/code-version';
import { DecideLoop } from '@sluice/reconciler/decide/decide-loop';
import type { Domain } from '@sluice/reconciler/decision';
import { reconcilerSettings } from '@sluice/reconciler/settings';
import { Logger } from '@sluice/runtime/logging/logger';
import { Database } from '@sluice/runtime/postgres/database';
import { RUNTIME_CONFIG } from '@sluice/runtime/runtime.module';
import type { CoupaSupplier } from '@sluice/shared/coupa/supplier';
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
    {
      provide: DecideLoop,
      inject: [RUNTIME_CONFIG, Database, Logger, SupplierDomain],
      useFactory: (config: SupplierSyncConfig, database: Database, log: Logger, domain: Domain<CoupaSupplier>) =>
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
