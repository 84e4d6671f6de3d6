import { Failure } from '@sluice/shared/failure';
import type { ConfigDefinition, ConfigOf, Settings } from './config/define-config.js';
import { processEnvironment } from './config.js';
import type { RunningApp } from './start-app.js';

/**
 * What `main.ts` calls: reads the environment, starts the app, stops it in order on SIGTERM and SIGINT. The process ends
 * with 1 when the configuration is wrong, the start fails or the app cannot go on.
 */
export async function runMain<Of extends Settings>(
  definition: ConfigDefinition<Of>,
  start: (config: ConfigOf<Of>) => Promise<RunningApp>,
): Promise<void> {
  let running: RunningApp | undefined;
  const onSignal = (): void => {
    // Before the start is complete nothing is under way that a stop would have to finish.
    if (running === undefined) process.exit(0);
    void end(running, 0);
  };
  process.once('SIGTERM', onSignal);
  process.once('SIGINT', onSignal);
  try {
    running = await start(definition.parse(processEnvironment()));
  } catch (thrown) {
    printFailure(thrown);
    process.exit(1);
  }
  await running.failed;
  await end(running, 1);
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

function printFailure(thrown: unknown): void {
  if (thrown instanceof Failure && thrown.code === 'configuration-invalid')
    process.stderr.write(`${thrown.message}\n${thrown.fix ?? ''}\n`);
  else process.stderr.write(`${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`);
}
