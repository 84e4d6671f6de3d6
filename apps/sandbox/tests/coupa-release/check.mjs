import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureNode } from '../../../../infra/local/bootstrap/ensure-node.mjs';
import { installPackages } from '../../../../infra/local/bootstrap/install-packages.mjs';
import { runEntry } from '../../../../infra/local/bootstrap/progress.mjs';
import { runCommand } from '../../../../infra/local/bootstrap/run-command.mjs';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const args = process.argv.slice(2);

/** Holds the sandbox's Coupa against the Swagger files of a release of Coupa: `node check.mjs <folder>`. */
await runEntry(async () => {
  const [folder] = args;
  if (folder === undefined) {
    process.stderr.write('Say in which folder the Swagger files of the release lie: node check.mjs <folder>\n');
    return 2;
  }
  const exitCode = await ensureNode(fileURLToPath(import.meta.url), args);
  if (exitCode !== undefined) return exitCode;
  await installPackages();
  await runCommand(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'apps/sandbox'], {
    cwd: root,
  });
  const { checkRelease } = await import('./check-release.mjs');
  return checkRelease(folder);
});
