import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Linux counts in hundredths of a second, whatever the machine. */
const msPerTick = 10;

/**
 * Milliseconds of CPU that an app has used since it began, user and system together.
 * @returns NaN where the system does not say; only Linux does
 */
export function cpuMsOf(folder, app) {
  const { pid } = JSON.parse(readFileSync(join(folder.run, `${app}.json`), 'utf8'));
  let stat;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return Number.NaN;
  }
  // The name, in brackets, may itself hold blanks; the 14th and 15th fields are utime and stime.
  const [utime, stime] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return (Number(utime) + Number(stime)) * msPerTick;
}

export const ownCpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
