// Sorts docs/cases.md and names the tests of each case, or, with --check, ends with 1 when the page is not up to date.
// In either way it ends with 1 when a test names a case that the page does not explain, or the page one that no test names.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from './bootstrap/paths.mjs';
import { renderCases } from './checks/render-cases.mjs';

const file = inRoot('docs/cases.md');

const specs = globSync('{apps,packages,tests}/**/*.spec.ts', {
  cwd: inRoot(),
  exclude: ['**/node_modules/**', '**/dist/**'],
});

const current = readFileSync(file, 'utf8');
const { page, problems } = renderCases(
  current,
  specs.map((path) => ({ path, text: readFileSync(inRoot(path), 'utf8') })),
);

if (page !== current && process.argv.includes('--check'))
  problems.push('docs/cases.md is not up to date: run `node infra/local/write-cases.mjs`.');
else writeFileSync(file, page);
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
