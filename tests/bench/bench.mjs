import { fileURLToPath } from 'node:url';
import { bootstrap } from '../../infra/local/bootstrap/bootstrap.mjs';
import { runEntry } from '../../infra/local/bootstrap/progress.mjs';
import { benchOptions } from './bench-options.mjs';

const args = process.argv.slice(2);
await runEntry(() => {
  // Before anything is fetched or compiled: whoever only asks for the help gets it at once.
  const options = benchOptions(args);
  if (options === undefined) return 0;
  return bootstrap({ script: fileURLToPath(import.meta.url), args, build: true }, async () => {
    const { runBenches } = await import('./run-benches.mjs');
    return runBenches(options);
  });
});
