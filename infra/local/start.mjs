import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap/bootstrap.mjs';
import { needEnvironmentFile } from './bootstrap/need-environment-file.mjs';
import { inRoot } from './bootstrap/paths.mjs';
import { runEntry } from './bootstrap/progress.mjs';

const args = process.argv.slice(2);
await runEntry(() => {
  if (!args.includes('--help')) needEnvironmentFile(inRoot('.env'));
  return bootstrap({ script: fileURLToPath(import.meta.url), args, build: true }, async () => {
    const { runInstallation } = await import('./apps/run-installation.mjs');
    return runInstallation(args);
  });
});
