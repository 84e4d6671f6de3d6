import { Failure } from '@sluice/shared/failure';
import type { DataSource } from 'typeorm';
import { schemaOf } from './schema-of.js';

/**
 * Sluice needs sessions of its own: its relay and its migrations hold locks of the session, and its tables are found by the
 * search path that each session starts with. A pooler that shares sessions between clients keeps neither.
 */
const fix =
  'Let DATABASE_URL name Postgres itself: Sluice keeps a small pool of its own (10 connections an app). docs/operations/postgres.md says why.';

/** As PgBouncer answers a parameter of the start that it does not know. */
const unknownParameter = /unsupported startup parameter/i;

/** Says of an error of the login that a pooler gave it; others are thrown as they are. */
export function refusePooler(thrown: unknown): never {
  if (thrown instanceof Error && unknownParameter.test(thrown.message))
    throw poolerFailure(`it refuses the settings of a session (${thrown.message})`, thrown);
  throw thrown;
}

/** A pooler that is told to ignore such parameters loses them without a word. */
export async function refuseLostSettings(dataSource: DataSource, app: string): Promise<void> {
  const [row] = await dataSource.query<{ path: string }[]>(`SELECT current_setting('search_path') AS path`);
  if (row?.path === schemaOf(app)) return;
  await dataSource.destroy();
  throw poolerFailure(`the search path of a session is ${row?.path}, where ${schemaOf(app)} was asked for`);
}

const poolerFailure = (what: string, cause?: unknown): Failure =>
  new Failure(`DATABASE_URL names a pooler such as PgBouncer, through which Sluice does not work: ${what}.`, {
    code: 'configuration-invalid',
    stage: 'configuration',
    disposition: 'park',
    fix,
    cause,
  });
