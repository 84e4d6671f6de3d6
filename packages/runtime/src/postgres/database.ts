import { DataSource, type EntityManager, type EntityTarget, type ObjectLiteral, type QueryRunner } from 'typeorm';
import type { AppName } from '@sluice/shared/apps';
import { Redaction } from '@sluice/shared/redaction';
import type { TopicName } from '@sluice/shared/topics';
import { Outbox, type AnyMessageToPut } from '../outbox/outbox.js';
import { connectionOf, typeormAddress } from './connection.js';
import { refuseLostSettings, refusePooler } from './refuse-pooler.js';
import { schemaOf } from './schema-of.js';

export type Transaction = EntityManager;

/** What a transaction of this process committed. */
export interface Committed {
  /** Of the messages that it put in the outbox. */
  readonly topics: ReadonlySet<TopicName>;
}

export interface DatabaseOptions {
  readonly app: AppName;
  readonly databaseUrl: string;
  readonly entities?: readonly EntityTarget<ObjectLiteral>[];
  /** The largest number of connections in the pool. */
  readonly poolSize?: number;
  /** A statement without an answer for so long counts as lost, and its connection is closed. */
  readonly statementTimeoutMs?: number;
  /** Of what is written for a record; left out, no secrets of the installation are known. */
  readonly redaction?: Redaction;
}

/** An app's schema in Postgres. State and the messages about it are written in one transaction, through `outbox`. */
export class Database {
  readonly app: AppName;
  readonly dataSource: DataSource;
  readonly outbox: Outbox;
  readonly redaction: Redaction;
  readonly #listeners = new Set<(committed: Committed) => void>();

  constructor(app: AppName, dataSource: DataSource, redaction: Redaction) {
    this.app = app;
    this.dataSource = dataSource;
    this.redaction = redaction;
    this.outbox = new Outbox(app, redaction);
  }

  /** All or nothing. After the commit the relay and other listeners are woken. */
  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    let result: T;
    let committed: Committed;
    try {
      await runner.connect();
      await runner.startTransaction();
      result = await work(runner.manager);
      await runner.commitTransaction();
      committed = { topics: this.outbox.topicsOf(runner.manager) };
    } catch (thrown) {
      await rollBack(runner, thrown);
      throw thrown;
    } finally {
      await runner.release();
    }
    this.#notify(committed);
    return result;
  }

  /**
   * One statement that is a transaction of its own: one round trip in place of four. It gets the messages
   * that it may put as its last four parameters, and puts them with `outboxInsert`.
   */
  async write<Row>(sql: string, parameters: unknown[], messages: readonly AnyMessageToPut[]): Promise<Row[]> {
    const rows = await this.query<Row>(sql, [...parameters, ...this.outbox.columnsOf(messages)]);
    this.#notify({ topics: new Set(messages.map(({ topic }) => topic)) });
    return rows;
  }

  async query<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    const runner = this.dataSource.createQueryRunner();
    try {
      // Asked for in full, because the short form has another shape for UPDATE … RETURNING.
      const result = await runner.query(sql, parameters, true);
      return (result.records ?? []) as Row[];
    } catch (thrown) {
      if (isLost(thrown)) await cutConnection(runner);
      throw thrown;
    } finally {
      await runner.release();
    }
  }

  /** Called after every commit of this process; must be quick and must not throw. */
  onCommit(listener: (committed: Committed) => void): void {
    this.#listeners.add(listener);
  }

  #notify(committed: Committed): void {
    for (const listener of this.#listeners) listener(committed);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}

/** Connects to the app's schema. SQL uses bare table names: the search path is the schema. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const dataSource = new DataSource({
    type: 'postgres',
    ...typeormAddress(options.databaseUrl),
    schema: schemaOf(options.app),
    applicationName: `sluice ${options.app}`,
    poolSize: options.poolSize ?? 10,
    connectTimeoutMS: 5_000,
    entities: [...(options.entities ?? [])] as never,
    logging: false,
    // A connection lost while idle is replaced by the pool; one that is lost in use fails its statement.
    poolErrorHandler: () => undefined,
    extra: connectionOf(options.app, options.statementTimeoutMs),
  });
  await dataSource.initialize().catch(refusePooler);
  await refuseLostSettings(dataSource, options.app);
  return new Database(options.app, dataSource, options.redaction ?? new Redaction());
}

async function rollBack(runner: QueryRunner, thrown: unknown): Promise<void> {
  if (isLost(thrown)) return cutConnection(runner);
  if (!runner.isTransactionActive) return;
  try {
    await runner.rollbackTransaction();
  } catch {
    // The server rolls back what a cut connection left open.
    await cutConnection(runner);
  }
}

/** The client gave up waiting: the statement may still run, so the connection must not be used again. */
const isLost = (thrown: unknown): boolean => thrown instanceof Error && thrown.message.includes('Query read timeout');

/** Returns the connection to the pool as broken, so that the pool discards it. */
async function cutConnection(runner: QueryRunner): Promise<void> {
  const cut = runner as unknown as {
    databaseConnection?: { connection?: { stream?: { destroy(): void } } };
    releasePostgresConnection(cause: Error): Promise<void>;
  };
  cut.databaseConnection?.connection?.stream?.destroy();
  await cut.releasePostgresConnection(new Error('A statement on it was given up.'));
}
