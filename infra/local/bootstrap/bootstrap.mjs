import { ensureNode } from './ensure-node.mjs';
import { installPackages } from './install-packages.mjs';
import { buildApps } from './build-apps.mjs';

/**
 * What every entry script does first: a new enough Node, the packages, the compiled apps. Everything up to here runs on
 * Node 18 and without packages.
 * @param {{ script: string, args: string[], build: boolean }} entry
 * @param {() => Promise<number | undefined>} main goes on under the right Node; imports what needs it only then
 * @returns {Promise<number | undefined>} exit code
 */
export async function bootstrap({ script, args, build }, main) {
  const exitCode = await ensureNode(script, args);
  if (exitCode !== undefined) return exitCode;
  await installPackages();
  if (build) await buildApps();
  return main();
}
