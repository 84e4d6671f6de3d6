import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataRoot, inRoot } from './paths.mjs';
import { step } from './progress.mjs';
import { runCommand } from './run-command.mjs';
import { withLock } from '../processes/hold-lock.mjs';

/** `npm ci`, if node_modules is not what package-lock.json says. */
export async function installPackages() {
  if (isInstalled()) return;
  await withLock(join(dataRoot, 'install.lock'), 'Another start is installing; waiting for it', async () => {
    if (isInstalled()) return;
    await step('Installing packages (npm ci)', () =>
      runCommand('npm', ['ci', '--no-audit', '--no-fund'], { cwd: inRoot() }),
    );
  });
}

const isInstalled = () =>
  installMatches(readJson(inRoot('package-lock.json')), readJson(inRoot('node_modules/.package-lock.json')));

/**
 * Whether what npm noted in node_modules (`.package-lock.json`, written when an install is complete) holds every package
 * of the lock file in its version. Optional packages may be missing: they are for other systems.
 */
export function installMatches(lock, installed) {
  if (lock === undefined || installed === undefined) return false;
  const present = installed.packages ?? {};
  return Object.entries(lock.packages ?? {}).every(([path, wanted]) => {
    // The root and the workspaces are the clone itself; what counts is that node_modules links to them.
    if (!path.includes('node_modules/')) return true;
    const found = present[path];
    if (found === undefined) return wanted.optional === true || wanted.devOptional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity && found.link === wanted.link;
  });
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
