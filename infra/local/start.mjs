import { fileURLToPath } from 'node:url';
import { startOptions } from './apps/start-options.mjs';
import { bootstrap } from './bootstrap/bootstrap.mjs';
import { needEnvironmentFile } from './bootstrap/need-environment-file.mjs';
import { inRoot } from './bootstrap/paths.mjs';
import { runEntry } from './bootstrap/progress.mjs';

const args = process.argv.slice(2);
await runEntry(() => {
  // Before anything is fetched or compiled: whoever only asks for the help gets it at once.
  const options = startOptions(args);
  if (options === undefined) return 0;
  needEnvironmentFile(inRoot('.env'));
  return bootstrap({ script: fileURLToPath(import.meta.url), args, build: true }, async () => {
    const { runInstallation } = await import('./apps/run-installation.mjs');
    return runInstallation(options);
  });
});
