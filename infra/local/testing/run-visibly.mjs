import { spawn } from 'node:child_process';
import { inRoot } from '../bootstrap/paths.mjs';

/** Runs a script under this Node with its output shown; when `signal` is aborted it is asked to stop. Resolves with the exit code. */
export function runVisibly([script, ...args], { signal, environment = {} }) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [inRoot(script), ...args], {
      cwd: inRoot(),
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...environment },
    });
    const stop = () => child.kill('SIGTERM');
    signal.addEventListener('abort', stop);
    child.on('error', reject);
    child.on('exit', (code) => {
      signal.removeEventListener('abort', stop);
      resolve(code ?? 1);
    });
  });
}
