// Writes into docs/another-coupa-or-m3.md which calls of Coupa and M3 Sluice makes, or, with --check, ends with 1 when the
// page is not up to date. The apps must be built.
import { readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from './bootstrap/paths.mjs';
import { renderCalls } from './checks/render-calls.mjs';
import { usedCalls } from './checks/used-calls.mjs';

const file = inRoot('docs/another-coupa-or-m3.md');
const current = readFileSync(file, 'utf8');
const wanted = renderCalls(current, await usedCalls());

if (!process.argv.includes('--check')) {
  writeFileSync(file, wanted);
} else if (current !== wanted) {
  process.stderr.write('docs/another-coupa-or-m3.md is not up to date: run `node infra/local/write-calls.mjs`.\n');
  process.exitCode = 1;
}
