import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '../processes/wait-until.mjs';

/**
 * Stops a server that still runs on this cluster after its launcher was killed. PostgreSQL itself would refuse to start
 * as long as postmaster.pid names a living process, whichever that is.
 */
export async function stopPostmaster(cluster) {
  const file = join(cluster, 'postmaster.pid');
  const pid = pidIn(file);
  if (pid === undefined) return;
  if (commandOf(pid).includes(cluster)) {
    process.kill(pid, 'SIGINT');
    if (await waitUntil(() => pidIn(file) === undefined, { withinMs: 15_000 })) return;
    process.kill(pid, 'SIGQUIT');
    await waitUntil(() => commandOf(pid) === '', { withinMs: 5_000 });
  }
  rmSync(file, { force: true });
}

function pidIn(file) {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
}

function commandOf(pid) {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], {
      stdio: ['ignore', 'pipe', 'ignore'],
    }).toString();
  } catch {
    return '';
  }
}
