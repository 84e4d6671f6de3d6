import { checkImports } from './checks/check-imports.mjs';
import { checkText } from './checks/check-text.mjs';
import { findSmallFiles } from './checks/find-small-files.mjs';

/** Who may import whom, and what may stand where: run in the root of a clone. Needs the packages, not the build. */
const folder = process.cwd();
const { violations, modules } = await checkImports(folder);
const all = [...violations, ...checkText(folder), ...findSmallFiles(folder, modules)];
for (const violation of all) process.stdout.write(`${violation}\n`);
process.stdout.write(
  all.length === 0
    ? `No boundary is crossed (${modules.length} modules)\n`
    : `\n${all.length} crossing(s) of boundaries\n`,
);
process.exitCode = all.length === 0 ? 0 : 1;
