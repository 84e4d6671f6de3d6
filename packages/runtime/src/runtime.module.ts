import { Global, Module, type DynamicModule } from '@nestjs/common';
import { ConfigModule, getConfigToken, registerAs } from '@nestjs/config';
import type { AppParts } from './app-parts.js';
import { ApiToken, HealthController } from './health/health.controller.js';
import { Health } from './health/health.js';
import { Logger } from './logging/logger.js';
import { Metrics } from './metrics.js';
import { Database } from './postgres/database.js';
import { Tracing } from './tracing/tracing.js';

/** Injection token of the app's configuration, as `@nestjs/config` provides it. */
export const RUNTIME_CONFIG = getConfigToken('sluice');

/** What every controller can have injected (`Database`, `Logger`, `Metrics`, `Tracing`, `Health`, `RUNTIME_CONFIG`), and the health routes. */
@Global()
@Module({})
export class RuntimeModule {
  static forRoot(parts: AppParts): DynamicModule {
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
        { provide: Logger, useValue: parts.logger },
        { provide: Metrics, useValue: parts.metrics },
        { provide: Tracing, useValue: parts.tracing },
        { provide: ApiToken, useValue: parts.config.apiToken },
        { provide: Health, useValue: parts.health },
      ],
      exports: [Database, Logger, Metrics, Tracing, Health, ConfigModule],
    };
  }
}
