import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runVisibly } from './run-visibly.mjs';

/** Runs one of the projects in tests/vitest.config.ts and counts its tests. */
export async function runProject(name, { folder, signal, services }) {
  const environment = await services?.();
  const report = join(folder.path, `${name}.json`);
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await runVisibly(
    ['node_modules/vitest/vitest.mjs', 'run', '--config', 'tests/vitest.config.ts', '--project', name, ...reporters],
    { signal, environment },
  );
  return countTests(readReport(report), code);
}

/**
 * What vitest's JSON report says. A file that could not even be loaded has no tests: it counts as one failure, and so
 * does a run that failed although every test passed, or that left no report.
 */
export function countTests(report, code) {
  if (report === undefined) return { passed: 0, failed: 1 };
  const notLoaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const passed = report.numPassedTests;
  const failed = report.numFailedTests + notLoaded;
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed };
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
