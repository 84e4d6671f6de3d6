import { Command } from 'commander';
import { migrate } from '@sluice/runtime/postgres/migrate';
import { isStorageAway } from '@sluice/runtime/postgres/storage-errors';
import { Failure } from '@sluice/shared/failure';
import { databaseConfig, settingsOf } from './config.js';
import type { Terminal } from './terminal.js';

export const migrateCommand = (terminal: Terminal): Command =>
  new Command('migrate')
    .description('Bring the database to this release. Safe to run at any time, by several at once.')
    .action(() => migrateAll(terminal));

async function migrateAll(terminal: Terminal): Promise<void> {
  const { databaseUrl } = settingsOf(databaseConfig, terminal);
  // Loaded here, so that the other commands start without every app's tables.
  const { migrationsOfApps } = await import('./migrations-of-apps.js');
  let steps = 0;
  for (const { app, migrations } of migrationsOfApps) {
    const run = await reach(() => migrate({ app, databaseUrl, migrations }), databaseUrl);
    for (const name of run) terminal.out(`${app}: ${name}\n`);
    steps += run.length;
  }
  terminal.out(steps === 0 ? 'The database is of this release already.\n' : `${steps} step(s) run.\n`);
}

async function reach<T>(work: () => Promise<T>, databaseUrl: string): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { hostname, port, pathname } = new URL(databaseUrl);
    const place = `${hostname}:${port || '5432'}${pathname}`;
    if (isRefusedLogin(cause))
      throw failure('not-authorized', `Postgres at ${place} refuses the user or password of DATABASE_URL.`, cause);
    if (isStorageAway(cause)) throw failure('storage-away', `Postgres does not answer at ${place}.`, cause);
    throw cause;
  }
}

const failure = (code: 'not-authorized' | 'storage-away', message: string, cause: unknown): Failure =>
  new Failure(`${message} (${Failure.from(cause).message})`, {
    code,
    stage: 'storage',
    disposition: 'retry',
    fix: 'Look at DATABASE_URL, and whether Postgres runs.',
    cause,
  });

/** Class 28 of Postgres' codes: invalid authorization specification; 42501: insufficient privilege. */
const isRefusedLogin = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && /^(28...|42501)$/.test(String(thrown.code));
