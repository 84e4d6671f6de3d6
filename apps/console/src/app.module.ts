import { Module } from '@nestjs/common';
import { scaleDurations } from '@sluice/runtime/durations';
import { Logger } from '@sluice/runtime/logging/logger';
import { Metrics } from '@sluice/runtime/metrics';
import { Database } from '@sluice/runtime/postgres/database';
import { RUNTIME_CONFIG } from '@sluice/runtime/runtime.module';
import { AuditChain, auditChain } from './audit-chain.js';
import type { ConsoleConfig } from './config.js';
import { HistoryConsumer } from './history.consumer.js';
import { HistoryController } from './history.controller.js';
import { MappingsController } from './mappings.controller.js';
import { RecordMetrics, recordMetrics } from './record-metrics.js';
import { RecordsController } from './records.controller.js';
import { Redact, redactFor } from './redact.js';

/** How often new lines of history are chained. */
const chainEveryMs = 2_000;

@Module({
  controllers: [HistoryConsumer, RecordsController, MappingsController, HistoryController],
  providers: [
    { provide: Redact, inject: [RUNTIME_CONFIG], useFactory: redactFor },
    {
      provide: AuditChain,
      inject: [RUNTIME_CONFIG, Database, Logger],
      useFactory: (config: ConsoleConfig, database: Database, logger: Logger) =>
        auditChain(database, logger, scaleDurations({ chainEveryMs }, config.timeScale).chainEveryMs),
    },
    { provide: RecordMetrics, inject: [Metrics, Database], useFactory: recordMetrics },
  ],
})
export class AppModule {}
