import { readConfig } from './config.js';
import { start } from './start.js';

try {
  const running = await start(readConfig());
  console.log(
    `sandbox: Coupa at ${running.url}/coupa, ION and M3 at ${running.url} (its .ionapi file: /admin/ionapi), what they hold at ${running.url}/`,
  );
  const stop = (): void => void running.stop().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
