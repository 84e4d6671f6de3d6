import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap/bootstrap.mjs';
import { runEntry } from './bootstrap/progress.mjs';
import { demoOptions } from './demo/demo-options.mjs';

const args = process.argv.slice(2);
await runEntry(() => {
  // Before anything is fetched or compiled: whoever only asks for the help gets it at once.
  const options = demoOptions(args);
  if (options === undefined) return 0;
  return bootstrap({ script: fileURLToPath(import.meta.url), args, build: true }, async () => {
    const { runDemo } = await import('./demo/run-demo.mjs');
    return runDemo(options);
  });
});
