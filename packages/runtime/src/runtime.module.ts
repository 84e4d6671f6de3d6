import { Global, Module, type DynamicModule } from '@nestjs/common';
import { ConfigModule, getConfigToken, registerAs } from '@nestjs/config';
import type { RuntimeConfig } from './config/runtime-settings.js';
import { ApiToken, HealthController } from './health/health.controller.js';
import { Health } from './health/health.js';
import { Receiver } from './kafka/receiver.js';
import { Logger } from './logging/logger.js';
import { Metrics } from './metrics.js';
import { Database } from './postgres/database.js';
import { Tracing } from './tracing/tracing.js';

/** Injection token of the app's configuration, as `@nestjs/config` provides it. */
export const RUNTIME_CONFIG = getConfigToken('sluice');

export interface RuntimeParts {
  readonly config: RuntimeConfig;
  readonly database: Database;
  readonly receiver: Receiver;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  readonly health: Health;
}

/** What every app gets without asking: `Database`, `Receiver`, `Logger`, `Metrics`, `Tracing`, `RUNTIME_CONFIG`, and the health routes. */
@Global()
@Module({})
export class RuntimeModule {
  static forRoot(parts: RuntimeParts): DynamicModule {
    return {
      module: RuntimeModule,
      imports: [
        // Validated before Nest starts, and handed in: many apps may share a process, the environment is one.
        ConfigModule.forRoot({
          ignoreEnvFile: true,
          ignoreEnvVars: true,
          load: [registerAs('sluice', () => parts.config)],
        }),
      ],
      controllers: [HealthController],
      providers: [
        { provide: Database, useValue: parts.database },
        { provide: Receiver, useValue: parts.receiver },
        { provide: Logger, useValue: parts.logger },
        { provide: Metrics, useValue: parts.metrics },
        { provide: Tracing, useValue: parts.tracing },
        { provide: ApiToken, useValue: parts.config.apiToken },
        { provide: Health, useValue: parts.health },
      ],
      exports: [Database, Receiver, Logger, Metrics, Tracing, Health, ConfigModule],
    };
  }
}
