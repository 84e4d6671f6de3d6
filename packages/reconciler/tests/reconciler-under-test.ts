import { noTracing } from '@sluice/runtime/tracing/tracing';
import { runtimeMigrations } from '@sluice/runtime/migrations';
import { openDatabase, type Database, type Transaction } from '@sluice/runtime/postgres/database';
import type { DocumentStatus } from '@sluice/shared/messages/document-status';
import type { Priority } from '@sluice/shared/messages/command';
import type { Outcome } from '@sluice/shared/messages/outcome';
import { testDatabase } from '@sluice/testing/database-per-file';
import { eventually } from '@sluice/testing/eventually';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { DecideLoop } from '../src/decide/decide-loop.js';
import type { Domain } from '../src/decision.js';
import { foldOutcome } from '../src/fold/fold-outcome.js';
import { foldReplicaMessage } from '../src/fold/fold-replica-message.js';
import { foldSnapshot } from '../src/fold/fold-snapshot.js';
import { reconcilerMigrations } from '../src/migrations.js';
import { reconcilerSettings, type ReconcilerSettings } from '../src/settings.js';
import { m3Destination, toyDomain, toyOrder, type ToyOrder } from './toy-domain.js';

export interface SentCommand {
  commandId: string;
  destination: string;
  priority: string;
  decidedAt: string;
  steps?: { id: string }[];
  withdraw?: true;
}

export const orderRef = (id: string) => ({ type: 'purchase-order', id }) as const;

const noLog = { info: () => undefined, error: () => undefined };

/** A database of the file's own, two processes' worth of connections to it, and loops that are stopped after each test. */
export class ReconcilerUnderTest {
  readonly #loops: DecideLoop[] = [];
  readonly databases: Database[] = [];

  constructor() {
    let drop: () => Promise<void>;
    beforeAll(async () => {
      const migrations = [...runtimeMigrations, ...reconcilerMigrations];
      const { url, drop: dropIt } = await testDatabase({ app: 'po-sync', migrations });
      drop = dropIt;
      for (let process = 0; process < 2; process += 1)
        this.databases.push(await openDatabase({ app: 'po-sync', databaseUrl: url }));
    });
    beforeEach(() =>
      this.query(
        `TRUNCATE document, destination, fact, answer, series, series_number, waiting, changed_key, called_up, reference_request,
           outbox, published, replica`,
      ),
    );
    afterEach(async () => {
      await Promise.all(this.#loops.splice(0).map((loop) => loop.stop()));
    });
    afterAll(async () => {
      await Promise.all(this.databases.map((database) => database.close()));
      await drop();
    });
  }

  get database(): Database {
    return this.#process(0);
  }

  #process(index: number): Database {
    const database = this.databases.at(index);
    if (!database) throw new Error('the databases are opened before all tests');
    return database;
  }

  query<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.database.query<Row>(sql, parameters);
  }

  /** One loop in each of two processes. The rescan is far away unless a test asks for it: nothing is healed by luck. */
  start(
    domain: Domain<ToyOrder> = toyDomain(),
    over: Partial<ReconcilerSettings> = {},
    { processes = 2, codeVersion = '1', concurrency = 2, tracing = noTracing } = {},
  ): DecideLoop[] {
    const settings = { ...reconcilerSettings(1), rescanMs: 600_000, pollMs: 50, ...over };
    const started = this.databases
      .slice(0, processes)
      .map(
        (database) =>
          new DecideLoop({ database, domains: [domain], settings, codeVersion, log: noLog, concurrency, tracing }),
      );
    for (const loop of started) loop.start();
    this.#loops.push(...started);
    return started;
  }

  snapshot(id: string, sequence: number, order: Partial<ToyOrder> = {}, priority: Priority = 'live') {
    const snapshot = { body: toyOrder(order), fetchedAt: '2026-03-01T08:00:00.000Z' };
    return this.database.transaction((tx) =>
      foldSnapshot(tx, { document: orderRef(id), sequence, snapshot, priority }),
    );
  }

  /** The second process receives it: what wakes the waiters must not depend on where they were decided. */
  mapping(unit: string, sequence: number, value = `M${unit}`, removed = false) {
    const row = {
      table: 'unit',
      key: unit,
      value: { unit: value, decimals: '0' },
      updatedAt: '2026-03-01T08:00:00.000Z',
      updatedBy: 'test',
      ...(removed && { removed: true }),
    };
    return this.#process(1).transaction((tx) =>
      foldReplicaMessage(tx, { topic: 'mapping.v1', key: `unit/${unit}`, value: row, envelope: { sequence } }),
    );
  }

  outcome(
    id: string,
    { commandId, destination }: Pick<SentCommand, 'commandId' | 'destination'>,
    over: Partial<Outcome> = {},
    domain: Domain<ToyOrder> = toyDomain(),
  ) {
    const outcome: Outcome = {
      commandId,
      document: orderRef(id),
      destination,
      result: 'ok',
      steps: [],
      refusals: [],
      at: new Date().toISOString(),
      ...over,
    };
    return this.database.transaction((tx) => foldOutcome(tx, outcome, domain));
  }

  /** What left on topics whose name begins so, in the order in which it leaves. */
  async sent<Value = SentCommand>(topic: string, id?: string): Promise<Value[]> {
    const rows = await this.query<{ value: Value }>(
      `SELECT value FROM outbox WHERE starts_with(topic, $1) AND ($2::text IS NULL OR key = $2) ORDER BY id`,
      [topic, id === undefined ? null : `purchase-order/${id}`],
    );
    return rows.map(({ value }) => value);
  }

  async status(id: string): Promise<DocumentStatus | undefined> {
    return (await this.sent<DocumentStatus>('status.v1', id)).at(-1);
  }

  /** Nobody has anything to decide at the moment. */
  async settled(): Promise<boolean> {
    const due = await this.query(`SELECT FROM document WHERE due_at <= now()`);
    return due.length === 0;
  }

  /** Keeps whoever decides this document waiting just before its commit, until `release`. */
  async holdBeforeCommit(id: string) {
    const key = `purchase-order/${id}`;
    await this.query(`INSERT INTO published (topic, key, sequence, hash) VALUES ('status.v1', $1, 0, '')`, [key]);
    const released = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const holding = this.database.transaction(async (tx: Transaction) => {
      await tx.query(`SELECT FROM published WHERE topic = 'status.v1' AND key = $1 FOR UPDATE`, [key]);
      held.resolve();
      await released.promise;
    });
    await held.promise;
    return {
      untilHeld: () =>
        eventually(async () => {
          const waits = await this.query(
            `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          );
          return waits.length > 0;
        }),
      release: async () => {
        released.resolve();
        await holding;
      },
    };
  }

  /** The n-th message to M3 about document `1`, once it is there. */
  command(position: number, topic = 'm3.command'): Promise<SentCommand> {
    return eventually(async () => (await this.sent(topic, '1'))[position - 1]);
  }

  /** Until nobody has anything to decide and the document shows this status. */
  shows(id: string, status: string): Promise<boolean> {
    return eventually(async () => (await this.settled()) && (await this.status(id))?.status === status);
  }

  /** The row of the destination to M3. */
  async destination(): Promise<Record<string, unknown> | undefined> {
    return (await this.query<Record<string, unknown>>(`SELECT * FROM destination WHERE name = $1`, [m3Destination]))[0];
  }
}
