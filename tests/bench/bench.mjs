import { fileURLToPath } from 'node:url';
import { bootstrap } from '../../infra/local/bootstrap/bootstrap.mjs';
import { runEntry } from '../../infra/local/bootstrap/progress.mjs';

const args = process.argv.slice(2);
await runEntry(() =>
  bootstrap({ script: fileURLToPath(import.meta.url), args, build: true }, async () => {
    const { runBenches } = await import('./run-benches.mjs');
    return runBenches(args);
  }),
);
