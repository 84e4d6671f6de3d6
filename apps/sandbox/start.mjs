import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureNode } from '../../infra/local/bootstrap/ensure-node.mjs';
import { installPackages } from '../../infra/local/bootstrap/install-packages.mjs';
import { runEntry } from '../../infra/local/bootstrap/progress.mjs';
import { runCommand } from '../../infra/local/bootstrap/run-command.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const script = fileURLToPath(import.meta.url);

const needed = {
  SANDBOX_ADMIN_TOKEN: () => randomBytes(24).toString('hex'),
  SANDBOX_COUPA_CLIENT_ID: () => 'sandbox',
  SANDBOX_COUPA_CLIENT_SECRET: () => randomBytes(24).toString('hex'),
  SANDBOX_WEBHOOK_SECRET: () => randomBytes(24).toString('hex'),
};

/** Starts a sandbox by itself: with a new enough Node, its packages, compiled. What must be set and is not is made up and told. */
await runEntry(async () => {
  const exitCode = await ensureNode(script, process.argv.slice(2));
  if (exitCode !== undefined) return exitCode;
  await installPackages();
  await runCommand(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'apps/sandbox'], {
    cwd: root,
  });
  for (const [name, makeUp] of Object.entries(needed)) {
    if (process.env[name]) continue;
    process.env[name] = makeUp();
    process.stdout.write(`${name}=${process.env[name]}\n`);
  }
  await import('./dist/run.js');
});
