import { inRoot } from '../bootstrap/paths.mjs';
import { step } from '../bootstrap/progress.mjs';
import { runCommand } from '../bootstrap/run-command.mjs';
import { plainEnvironment } from './run-app.mjs';

/** Runs the command line interface with this environment and nothing else. */
export const runSluice = (environment, ...args) =>
  runCommand(process.execPath, [inRoot('apps/cli/dist/main.js'), ...args], {
    cwd: inRoot(),
    env: { ...plainEnvironment(), ...environment },
  });

/** What must be there before the apps start: their tables and topics. */
export async function prepareServices(environment) {
  await step('Bringing the database to this release (sluice migrate)', () => runSluice(environment, 'migrate'));
  await step('Creating the topics (sluice topics apply)', () => runSluice(environment, 'topics', 'apply'));
}
