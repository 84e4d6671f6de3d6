import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap/bootstrap.mjs';
import { runEntry } from './bootstrap/progress.mjs';
import { testOptions } from './testing/test-options.mjs';

const args = process.argv.slice(2);
await runEntry(() => {
  // Before anything is fetched or compiled: whoever only asks for the help gets it at once.
  const options = testOptions(args);
  if (options === undefined) return 0;
  return bootstrap({ script: fileURLToPath(import.meta.url), args, build: false }, async () => {
    const { runTests } = await import('./testing/run-tests.mjs');
    return runTests(options);
  });
});
