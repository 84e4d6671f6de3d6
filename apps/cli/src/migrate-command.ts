import { Command } from 'commander';
import { databaseConfig, settingsOf } from './config.js';
import { loadMigrations } from './load-apps.js';
import type { Terminal } from './terminal.js';

export const migrateCommand = (terminal: Terminal): Command =>
  new Command('migrate')
    .description('Bring the database to the level of this release. Safe to run at any time, also several at once.')
    .action(() => migrateAll(terminal));

async function migrateAll(terminal: Terminal): Promise<void> {
  const { databaseUrl } = settingsOf(databaseConfig, terminal);
  // Loaded here, as the help needs neither.
  const { migrate } = await import('@sluice/runtime/postgres/migrate');
  const { reachPostgres } = await import('./reach-postgres.js');
  let steps = 0;
  for (const { app, migrations } of await loadMigrations()) {
    const run = await reachPostgres(() => migrate({ app, databaseUrl, migrations }), databaseUrl);
    for (const name of run) terminal.out(`${app}: ${name}\n`);
    steps += run.length;
  }
  terminal.out(steps === 0 ? 'The database is of this release already.\n' : `${steps} step(s) run.\n`);
}
