import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { identityOf, isRunning } from './process-identity.mjs';

/**
 * Takes the lock that a file stands for. The answer is `{ release }`, or `{ holder }` if a running process has it. A lock
 * whose process is gone is taken over.
 */
export function takeLock(path) {
  mkdirSync(dirname(path), { recursive: true });
  // The file appears with its content in one step (link), so that nobody reads a half-written one.
  const own = `${path}.${process.pid}`;
  writeFileSync(own, JSON.stringify(identityOf(process.pid)));
  try {
    for (;;) {
      if (linked(own, path)) return { release: () => rmSync(path, { force: true }) };
      const holder = holderOf(path);
      if (holder !== undefined && isRunning(holder)) return { holder };
      removeStale(path, holder);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** Does the work alone: waits, and says so once, while another process holds the lock. */
export async function withLock(path, whileWaiting, work) {
  let isAnnounced = false;
  for (;;) {
    const { release, holder } = takeLock(path);
    if (release !== undefined)
      try {
        return await work();
      } finally {
        release();
      }
    if (!isAnnounced) process.stdout.write(`${whileWaiting} (process ${holder.pid})\n`);
    isAnnounced = true;
    await pause(200);
  }
}

function linked(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Two processes may find the same stale lock: whoever moves away a newer one by mistake puts it back. */
function removeStale(path, stale) {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = holderOf(aside);
  if (moved !== undefined && moved.pid !== stale?.pid && isRunning(moved)) linked(aside, path);
  rmSync(aside, { force: true });
}
