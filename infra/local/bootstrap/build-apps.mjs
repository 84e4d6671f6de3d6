import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dataRoot, inRoot } from './paths.mjs';
import { step } from './progress.mjs';
import { runCommand } from './run-command.mjs';
import { withLock } from '../processes/hold-lock.mjs';

/** Compiles the apps and what they stand on; only what changed since the last time is compiled again. */
export async function buildApps() {
  const apps = readdirSync(inRoot('apps')).map((app) => join('apps', app));
  await withLock(join(dataRoot, 'build.lock'), 'Another start is compiling; waiting for it', () =>
    step('Compiling (tsc -b)', () =>
      runCommand(process.execPath, [inRoot('node_modules/typescript/bin/tsc'), '-b', ...apps], { cwd: inRoot() }),
    ),
  );
}
