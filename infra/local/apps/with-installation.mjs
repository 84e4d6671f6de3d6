import { join } from 'node:path';
import { step } from '../bootstrap/progress.mjs';
import { forgetData } from '../services/forget-data.mjs';
import { openDataFolder, openSecrets } from '../processes/data-folder.mjs';
import { Ports } from '../processes/ports.mjs';
import { listenForStop, Stopped } from '../processes/stop-signal.mjs';
import { StopStack } from '../processes/stop-stack.mjs';

const secretNames = [
  'databasePassword',
  'apiToken',
  'ingressToken',
  'webhookSecret',
  'sandboxAdminToken',
  'coupaClientSecret',
];

/** As shells report a Ctrl-C: what was stopped half-way has not succeeded. */
const stoppedExitCode = 130;

/**
 * Opens a data folder, hands over what an installation in it needs, and stops everything that was started, whichever way
 * the work ends. Answers the exit code of the work.
 */
export async function withInstallation({ name, lock, reset = false }, work) {
  const signal = listenForStop();
  const folder = await openDataFolder(name, lock);
  const stops = new StopStack();
  try {
    if (reset) await step(`Emptying ${folder.path}`, () => forgetData(folder));
    return await work({
      folder,
      signal,
      stops,
      ports: new Ports(join(folder.path, 'ports.json')),
      secrets: openSecrets(folder, secretNames),
    });
  } catch (thrown) {
    // Whatever failed once the stop was asked for failed because of it.
    if (thrown instanceof Stopped || signal.aborted) return stoppedExitCode;
    throw thrown;
  } finally {
    await stops.stopAll();
    folder.release();
  }
}

/** Until the person stops it. */
export const untilStopped = (signal) =>
  new Promise((resolve) => {
    // The listener alone would not keep the process running.
    const keepAlive = setInterval(() => {}, 60_000);
    const end = () => {
      clearInterval(keepAlive);
      resolve();
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
