import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withInstallation } from '../apps/with-installation.mjs';
import { inRoot } from '../bootstrap/paths.mjs';
import { Notice, seconds } from '../bootstrap/progress.mjs';
import { forgetData } from '../services/forget-data.mjs';
import { startServices } from '../services/start-services.mjs';
import { Stopped } from '../processes/stop-signal.mjs';
import { runCheck } from './run-check.mjs';
import { runProject } from './run-project.mjs';

const check = (...commands) => ({ run: ({ signal }) => runCheck(commands, signal) });
const project = (name, needsServices) => ({ needsServices, run: (place) => runProject(name, place) });

function deny(...rules) {
  return rules.flatMap((rule) => ['-D', `typescript/${rule}`]);
}

/** By their names in `stepNames`; what fails does not keep the later ones from running. */
const steps = {
  format: check(['node_modules/oxfmt/bin/oxfmt', '--check', '.']),
  lint: check(
    ['node_modules/oxlint/bin/oxlint'],
    // Type-aware, only these two: a promise that nobody awaits is a failure that nobody sees.
    ['node_modules/oxlint/bin/oxlint', '--type-aware', '-A', 'all', ...deny('no-floating-promises', 'await-thenable')],
  ),
  boundaries: check(['infra/local/check-boundaries.mjs']),
  // Builds every app too, as the end-to-end stories start them as processes.
  types: check([
    'node_modules/typescript/bin/tsc',
    '-b',
    ...readdirSync(inRoot('apps')).map((app) => join('apps', app)),
    'tests',
  ]),
  // What is made from the code is as the code says.
  generated: check(
    ['infra/local/write-env-example.mjs', '--check'],
    ['infra/local/write-cases.mjs', '--check'],
    ['infra/local/write-calls.mjs', '--check'],
    ['infra/local/write-kafka-rights.mjs', '--check'],
  ),
  unit: project('unit', false),
  integration: project('integration', true),
  e2e: project('e2e', true),
};

/** `npm test`. The last line is the sum: each check counts as one, each test as one. */
export async function runTests({ steps: wanted }) {
  return withInstallation({ name: `test-${process.pid}` }, async (installation) => {
    const { folder, stops, signal } = installation;
    // The first to be pushed is the last to be stopped: when this runs, nothing runs in the folder any more.
    stops.push(undefined, () => removeAll(folder));
    const services = onDemand(() => startServices({ environment: process.env, isThrowAway: true, ...installation }));
    const results = [];
    for (const name of wanted) {
      const { needsServices, run } = steps[name];
      results.push(await runStep(name, () => run({ folder, signal, services: needsServices ? services : undefined })));
      signal.throwIfAborted();
    }
    await stops.stopAll();
    return printSum(results);
  });
}

async function runStep(name, run) {
  process.stdout.write(`\n── ${name} ${'─'.repeat(Math.max(0, 70 - name.length))}\n`);
  const startedAt = Date.now();
  let result;
  try {
    result = await run();
  } catch (error) {
    if (error instanceof Stopped) throw error;
    process.stdout.write(`${error instanceof Notice ? error.message : error.stack}\n`);
    result = { passed: 0, failed: 1 };
  }
  const took = seconds(Date.now() - startedAt);
  process.stdout.write(`── ${name}: ${result.failed === 0 ? 'passed' : 'FAILED'} in ${took}\n`);
  return { name, took, ...result };
}

/** Started by the first step that needs them; a step after a failed start gets the same answer. */
function onDemand(start) {
  let started;
  return () => (started ??= start());
}

async function removeAll(folder) {
  await forgetData(folder);
  rmSync(folder.path, { recursive: true, force: true });
}

function printSum(results) {
  const width = Math.max(...results.map(({ name }) => name.length));
  process.stdout.write('\n');
  for (const { name, took, passed, failed } of results)
    process.stdout.write(
      `${name.padEnd(width)}  ${String(passed).padStart(5)} passed ${String(failed).padStart(5)} failed  ${took}\n`,
    );
  const sum = (count) => results.reduce((total, result) => total + result[count], 0);
  process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed\n`);
  return sum('failed') === 0 ? 0 : 1;
}
