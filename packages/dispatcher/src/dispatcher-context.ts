import type { Metrics } from '@sluice/runtime/metrics';
import type { Database } from '@sluice/runtime/postgres/database';
import type { Tracing } from '@sluice/runtime/tracing/tracing';
import type { GatewayCommand, Protocol } from './protocol.js';
import type { DispatcherSettings } from './settings.js';

/** One wide line per attempt. */
export interface AttemptLog {
  info(line: Record<string, unknown>, message: string): void;
  warn(line: Record<string, unknown>, message: string): void;
  error(line: Record<string, unknown>, message: string): void;
}

/** What the verbs of this package work with. */
export interface DispatcherContext<Command extends GatewayCommand = GatewayCommand, Call = unknown> {
  readonly database: Database;
  readonly protocol: Protocol<Command, Call>;
  readonly settings: DispatcherSettings;
  /** Ids of requests: UUIDv7, so that they sort by time. */
  readonly newId: () => string;
  readonly log: AttemptLog;
  /** Where the dispatcher shows its numbers; left out, it shows none. */
  readonly metrics?: Metrics;
  /** Left out, there are no spans. */
  readonly tracing?: Tracing;
}
