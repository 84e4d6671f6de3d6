import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap/bootstrap.mjs';
import { runEntry } from './bootstrap/progress.mjs';

const args = process.argv.slice(2);
await runEntry(() =>
  bootstrap({ script: fileURLToPath(import.meta.url), args, build: false }, async () => {
    const { runTests } = await import('./testing/run-tests.mjs');
    return runTests(args);
  }),
);
