import type { RuntimeConfig } from '@sluice/runtime/config/runtime-settings';
import { Logger } from '@sluice/runtime/logging/logger';
import { Database } from '@sluice/runtime/postgres/database';
import { RUNTIME_CONFIG } from '@sluice/runtime/runtime.module';
import { Tracing } from '@sluice/runtime/tracing/tracing';
import { reconcilerSettings } from '../settings.js';
import { codeVersionOf } from './code-version.js';
import type { AnyDomain } from './decide-context.js';
import { DecideLoop } from './decide-loop.js';

/**
 * The loop as the module of a sync provides it. `domain`: the token of what it decides with; `source`: the
 * `import.meta.url` of a file at the top of the app's code.
 */
export const provideDecideLoop = (domain: symbol, source: string) => ({
  provide: DecideLoop,
  inject: [RUNTIME_CONFIG, Database, Logger, Tracing, domain],
  useFactory: (
    config: RuntimeConfig,
    database: Database,
    log: Logger,
    tracing: Tracing,
    decidesWith: AnyDomain,
  ): DecideLoop =>
    new DecideLoop({
      database,
      domains: [decidesWith],
      settings: reconcilerSettings(config.timeScale),
      codeVersion: codeVersionOf(source),
      log,
      tracing,
    }),
});
