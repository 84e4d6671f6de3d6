import type { DynamicModule, Type } from '@nestjs/common';
import type { Redaction } from '@sluice/shared/redaction';
import type { RuntimeConfig } from './config/runtime-settings.js';
import type { Health } from './health/health.js';
import type { Logger } from './logging/logger.js';
import type { Metrics } from './metrics.js';
import type { Database } from './postgres/database.js';
import type { OnUnreadable, Subscriptions } from './subscriptions.js';
import type { Sealing } from './sealing/sealing.js';
import type { Tracing } from './tracing/tracing.js';

/** What the runtime has ready when an app is put together. */
export interface AppParts<Config extends RuntimeConfig = RuntimeConfig> {
  readonly config: Config;
  readonly database: Database;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  readonly health: Health;
  readonly redaction: Redaction;
  readonly sealing: Sealing;
}

/** What an app does, made of these parts. */
export interface AppWork {
  /** Left out, the app reads no topic, and starts and works without Kafka. */
  readonly subscriptions?: Subscriptions;
  readonly onUnreadable?: OnUnreadable;
  /** In the order to start; they stop in the opposite one. */
  readonly background?: readonly Background[];
  /** Nest module with the controllers of an app that answers HTTP requests; the runtime's tokens are there for it. */
  readonly module?: Type | DynamicModule;
}

/** Work that goes on by itself beside requests and messages. */
export interface Background {
  readonly name: string;
  start(): void | Promise<void>;
  /** Finishes what is begun, begins nothing more. */
  stop(): Promise<void>;
}
