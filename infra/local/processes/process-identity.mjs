import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * The moment at which a process started, as the system writes it; undefined if it is gone. A pid alone is no identity:
 * after a restart of the machine it belongs to somebody else.
 */
export function startOf(pid) {
  if (process.platform === 'linux') return startOnLinux(pid);
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim();
  } catch {
    return undefined;
  }
}

function startOnLinux(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may itself hold blanks and brackets; the fields are counted after its last bracket.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, start] = [fields[0], fields[19]];
    if (state === 'Z' || state === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${start}`;
  } catch {
    return undefined;
  }
}

export const identityOf = (pid) => ({ pid, started: startOf(pid) });

export const isRunning = ({ pid, started }) => started !== undefined && startOf(pid) === started;
