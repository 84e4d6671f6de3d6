import type { Metrics } from '@sluice/runtime/metrics';
import type { Database, Transaction } from '@sluice/runtime/postgres/database';
import type { Tracing } from '@sluice/runtime/tracing/tracing';
import type { Envelope } from '@sluice/shared/envelope';
import type { Outcome } from '@sluice/shared/messages/outcome';
import type { CommandHead, GatewayCommand, Protocol } from './protocol.js';
import type { Seal, Unseal } from './request/sealed-values.js';
import type { DispatcherSettings } from './settings.js';

/**
 * Publishes what became of a command, in the transaction that decides it. Called when it has ended, for `pending` (with
 * what holds it up, where something does), for `needs-operator` (another outcome follows), and once more for a command
 * that is asked about after its end. `cause` is the envelope of the command, so that the trace goes on.
 */
export type PublishOutcome = (
  tx: Transaction,
  command: CommandHead,
  outcome: Outcome,
  cause?: Envelope,
) => Promise<void>;

/** One wide line per attempt. */
export interface AttemptLog {
  info(line: Record<string, unknown>, message: string): void;
  warn(line: Record<string, unknown>, message: string): void;
  error(line: Record<string, unknown>, message: string): void;
}

/** What the functions of this package work with. */
export interface DispatcherContext<Command extends GatewayCommand = GatewayCommand, Call = unknown> {
  readonly database: Database;
  readonly protocol: Protocol<Command, Call>;
  readonly publish: PublishOutcome;
  readonly unseal: Unseal;
  readonly seal: Seal;
  readonly settings: DispatcherSettings;
  /** Ids of requests: UUIDv7, so that they sort by time. */
  readonly newId: () => string;
  readonly log: AttemptLog;
  /** Left out, there are no metrics. */
  readonly metrics?: Metrics;
  /** Left out, there are no spans. */
  readonly tracing?: Tracing;
}
