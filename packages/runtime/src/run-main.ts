import { Failure } from '@sluice/shared/failure';
import type { ConfigDefinition, ConfigOf, Settings } from './config/define-config.js';
import { processEnvironment } from './config.js';
import { shutdown } from './shutdown.js';
import type { RunningApp } from './start-app.js';

/**
 * What `main.ts` calls: reads the environment, starts the app, stops it in order on SIGTERM and SIGINT, also while it is
 * still starting. The process ends with 2 when the configuration is wrong, and with 1 when the start fails or the app cannot go on.
 */
export async function runMain<Of extends Settings>(
  definition: ConfigDefinition<Of>,
  start: (config: ConfigOf<Of>) => Promise<RunningApp>,
): Promise<void> {
  const ending = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ending.abort());
  const ended = new Promise<void>((resolve) => ending.signal.addEventListener('abort', () => resolve()));
  let running: RunningApp;
  try {
    running = await shutdown.run(ending.signal, () => start(definition.parse(processEnvironment())));
  } catch (thrown) {
    if (ending.signal.aborted) process.exit(0);
    printFailure(thrown);
    process.exit(isConfigurationInvalid(thrown) ? 2 : 1);
  }
  const code = await Promise.race([ended.then(() => 0), running.failed.then(() => 1)]);
  await end(running, code);
}

async function end(running: RunningApp, code: number): Promise<never> {
  try {
    await running.stop();
  } catch (thrown) {
    printFailure(thrown);
    process.exit(1);
  }
  process.exit(code);
}

const isConfigurationInvalid = (thrown: unknown): thrown is Failure =>
  thrown instanceof Failure && thrown.code === 'configuration-invalid';

function printFailure(thrown: unknown): void {
  if (isConfigurationInvalid(thrown)) process.stderr.write(`${thrown.message}\n${thrown.fix ?? ''}\n`);
  else process.stderr.write(`${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`);
}
