#!/usr/bin/env node
// Plain JavaScript that every Node understands: it only looks for a Node and a build that can run the rest.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = new URL('../dist/main.js', import.meta.url);
const ownNode = fileURLToPath(new URL('../../../infra/local/node/node_modules/.bin/node', import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);

if (!existsSync(main)) {
  process.stderr.write('sluice is not built yet: run `npm run build` (or `npm run demo`, which does it by itself).\n');
  process.exitCode = 1;
} else if (major > 24 || (major === 24 && minor >= 11)) {
  await import(main.href);
} else if (existsSync(ownNode)) {
  const run = spawnSync(ownNode, [fileURLToPath(main), ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = run.status ?? 1;
} else {
  process.stderr.write(`sluice needs Node 24.11 or newer; this is ${process.version}. \`npm run demo\` fetches one.\n`);
  process.exitCode = 1;
}
