import { randomUUID } from 'node:crypto';
import { openDatabase, type Database } from '@sluice/runtime/postgres/database';
import { runtimeMigrations } from '@sluice/runtime/migrations';
import { sealing } from '@sluice/runtime/sealing/sealing';
import type { AuditEntry } from '@sluice/shared/messages/audit';
import type { Outcome, outcomeResults } from '@sluice/shared/messages/outcome';
import { testDatabase } from '@sluice/testing/database-per-file';
import { eventually } from '@sluice/testing/eventually';
import type { DispatcherContext } from '../src/dispatcher-context.js';
import { Dispatcher } from '../src/dispatcher.js';
import { foldCommand } from '../src/command/fold-command.js';
import { dispatcherMigrations } from '../src/migrations.js';
import { publishOutcome } from '../src/gateway-topics.js';
import type { DispatcherSettings } from '../src/settings.js';
import { ToyPeer, type ToyCall } from './toy-peer.js';
import { toyProtocol, type ToyCommand } from './toy-protocol.js';

/** Production's proportions, a few hundred milliseconds each. */
export const toySettings: DispatcherSettings = {
  leaseMs: 1_500,
  leaseRenewMs: 300,
  sendBeforeMs: 500,
  clientTimeoutMs: 600,
  connectTimeoutMs: 300,
  settleMs: 250,
  slowAnswerMs: 300,
  breakerOpenMs: 100,
  breakerOpenMaxMs: 400,
  retryMs: 20,
  retryMaxMs: 200,
  rateLimitedMs: 200,
  rateRememberMs: 1_000,
  refusedMs: 200,
  pauseMaxMs: 5_000,
  commandAgeMs: 60_000,
  justDoneMs: 60_000,
  overdueAfterMs: 60_000,
  keepMs: 120_000,
  forgetEveryMs: 600_000,
  pollMs: 20,
  requestsOpenMax: 1,
};

export type ToyContext = DispatcherContext<ToyCommand, ToyCall>;

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A database of its own, a peer, and as many dispatchers as a test wants. */
export class ToyWorld {
  readonly peer = new ToyPeer();
  readonly #dispatchers: Dispatcher<ToyCommand, ToyCall>[] = [];
  readonly #databases: Database[] = [];
  #database: Database | undefined;
  #source: Awaited<ReturnType<typeof testDatabase>> | undefined;

  get database(): Database {
    if (this.#database === undefined) throw new Error('the world has not begun');
    return this.#database;
  }

  get databaseUrl(): string {
    return this.#source?.url ?? '';
  }

  async begin(): Promise<void> {
    await this.peer.start();
    const migrations = [...runtimeMigrations, ...dispatcherMigrations];
    this.#source = await testDatabase({ app: 'cloudsuite-gateway', migrations });
    this.#database = await this.connect();
  }

  /** A connection pool of its own, as another process has it. */
  async connect(): Promise<Database> {
    const database = await openDatabase({ app: 'cloudsuite-gateway', databaseUrl: this.databaseUrl });
    this.#databases.push(database);
    return database;
  }

  context(change: Partial<ToyContext> = {}): ToyContext {
    const database = change.database ?? this.database;
    return {
      database,
      protocol: toyProtocol(this.peer.url),
      publish: publishOutcome(database, 'm3'),
      ...sealing({ sealingKeysOld: [] }),
      settings: toySettings,
      newId: randomUUID,
      log: silent,
      ...change,
    };
  }

  dispatch(context: ToyContext = this.context()): Dispatcher<ToyCommand, ToyCall> {
    const dispatcher = new Dispatcher(context);
    this.#dispatchers.push(dispatcher);
    dispatcher.start();
    return dispatcher;
  }

  fold(command: Parameters<typeof foldCommand>[2]): Promise<void> {
    return this.database.transaction((tx) => foldCommand(tx, this.context(), command));
  }

  async outcomes({ commandId }: Pick<ToyCommand, 'commandId'>): Promise<Outcome[]> {
    const rows = await this.database.query<{ value: Outcome }>(
      `SELECT value FROM outbox WHERE topic = 'm3.outcome.purchase-order.v1' AND value ->> 'commandId' = $1 ORDER BY id`,
      [commandId],
    );
    return rows.map((row) => row.value);
  }

  /** The first outcome with this result. */
  outcome(command: Pick<ToyCommand, 'commandId'>, result: (typeof outcomeResults)[number]): Promise<Outcome> {
    return eventually(async () => {
      const all = await this.outcomes(command);
      const found = all.find((one) => one.result === result);
      if (found === undefined) throw new Error(`outcomes so far: ${all.map((one) => one.result).join(', ') || 'none'}`);
      return found;
    });
  }

  async audit({ document }: Pick<ToyCommand, 'document'>): Promise<AuditEntry[]> {
    const rows = await this.database.query<{ value: AuditEntry }>(
      `SELECT value FROM outbox WHERE topic = 'audit.v1' AND key = $1 ORDER BY id`,
      [`${document.type}/${document.id}`],
    );
    return rows.map((row) => row.value);
  }

  async stateOf({ commandId }: Pick<ToyCommand, 'commandId'>, step: string): Promise<string | undefined> {
    const rows = await this.database.query<{ state: string }>(
      `SELECT state FROM step WHERE command_id = $1 AND id = $2`,
      [commandId, step],
    );
    return rows[0]?.state;
  }

  async stopDispatchers(): Promise<void> {
    for (const dispatcher of this.#dispatchers.splice(0)) await dispatcher.stop();
  }

  async end(): Promise<void> {
    this.peer.release();
    await this.stopDispatchers();
    await this.peer.stop();
    for (const database of this.#databases) await database.close();
    await this.#source?.drop();
  }
}
