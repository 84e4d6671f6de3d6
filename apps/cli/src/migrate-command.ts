import { Command } from 'commander';
import { migrate } from '@sluice/runtime/postgres/migrate';
import { databaseConfig, settingsOf } from './config.js';
import { loadMigrations } from './load-apps.js';
import { reachPostgres } from './reach-postgres.js';
import type { Terminal } from './terminal.js';

export const migrateCommand = (terminal: Terminal): Command =>
  new Command('migrate')
    .description('Bring the database to this release. Safe to run at any time, by several at once.')
    .action(() => migrateAll(terminal));

async function migrateAll(terminal: Terminal): Promise<void> {
  const { databaseUrl } = settingsOf(databaseConfig, terminal);
  let steps = 0;
  for (const { app, migrations } of await loadMigrations()) {
    const run = await reachPostgres(() => migrate({ app, databaseUrl, migrations }), databaseUrl);
    for (const name of run) terminal.out(`${app}: ${name}\n`);
    steps += run.length;
  }
  terminal.out(steps === 0 ? 'The database is of this release already.\n' : `${steps} step(s) run.\n`);
}
