import { checkImports } from './checks/check-imports.mjs';
import { checkText } from './checks/check-text.mjs';

/** Who may import whom, and what may stand where: run in the root of a clone. Needs the packages, not the build. */
const folder = process.cwd();
const { violations, looked } = await checkImports(folder);
const all = [...violations, ...checkText(folder)];
for (const violation of all) process.stdout.write(`${violation}\n`);
process.stdout.write(
  all.length === 0 ? `No boundary is crossed (${looked} modules)\n` : `\n${all.length} crossing(s) of boundaries\n`,
);
process.exitCode = all.length === 0 ? 0 : 1;
