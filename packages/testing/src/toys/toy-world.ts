import { Client } from 'pg';
import type { AppName } from '@sluice/shared/apps';
import { topicsOf } from '@sluice/runtime/health/checks';
import { schemaOf } from '@sluice/runtime/postgres/schema-of';
import { testDatabase } from '../database-per-file.js';
import { createTopics, deletePrefix, testPrefix } from '../kafka.js';
import { testEnvironment } from '../test-environment.js';
import { toyMigrations, toyTopics } from './toy-app.js';

export interface FoldedRow {
  readonly topic: string;
  readonly key: string;
  readonly partition: number;
  readonly message_offset: string;
  readonly value: unknown;
}

export interface ToyWorld {
  readonly prefix: string;
  readonly databaseUrl: string;
  /** Of the toy; single settings may be changed. */
  environment(changes?: Record<string, string>): Record<string, string>;
  /** On a connection of its own, with the toy's schema as search path. */
  query<Row extends object>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  folded(key: string): Promise<FoldedRow[]>;
  end(): Promise<void>;
}

/** A database and topics for one toy app. */
export async function toyWorld(app: AppName): Promise<ToyWorld> {
  const prefix = testPrefix();
  const database = await testDatabase({ app, migrations: toyMigrations });
  const sql = new Client({ connectionString: database.url, options: `-c search_path=${schemaOf(app)}` });
  await sql.connect();
  await createTopics(prefix, topicsOf(app, toyTopics));
  const query = async <Row extends object>(text: string, parameters: unknown[] = []): Promise<Row[]> =>
    (await sql.query<Row>(text, parameters)).rows;
  return {
    prefix,
    databaseUrl: database.url,
    environment: (changes = {}) => ({ ...testEnvironment({ prefix, databaseUrl: database.url }), ...changes }),
    query,
    folded: (key) => query<FoldedRow>('SELECT * FROM folded WHERE key = $1 ORDER BY id', [key]),
    async end() {
      await sql.end();
      await database.drop();
      await deletePrefix(prefix);
    },
  };
}
