import { userInfo } from 'node:os';
import { processEnvironment } from '@sluice/runtime/config';
import { runSluice } from './run-sluice.js';

const environment = processEnvironment();

// The reader may close the pipe early, as `head` does: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await runSluice(process.argv.slice(2), {
  environment,
  folder: process.cwd(),
  user: nameOfUser(),
  colour: process.stdout.isTTY && (environment['NO_COLOR'] ?? '') === '',
  // npm says so to what it runs by npx.
  program: environment['npm_command'] === 'exec' ? 'npx sluice' : 'sluice',
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
});

/** In a container the user may have a number and no name. */
function nameOfUser(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
