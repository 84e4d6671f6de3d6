import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { withInstallation } from '../../infra/local/apps/with-installation.mjs';
import { dataRoot } from '../../infra/local/bootstrap/paths.mjs';
import { Notice } from '../../infra/local/bootstrap/progress.mjs';
import { forgetData } from '../../infra/local/services/forget-data.mjs';
import { startServices } from '../../infra/local/services/start-services.mjs';
import { describeMachine } from './describe-machine.mjs';
import { documentsPerMinute } from './documents-per-minute.mjs';
import { ingress } from './ingress.mjs';
import { round } from './percentiles.mjs';
import { suppliersPerMinute } from './suppliers-per-minute.mjs';
import { table } from './table.mjs';
import { webhookToM3 } from './webhook-to-m3.mjs';
import { World } from './world.mjs';

const benches = {
  ingress,
  'webhook-to-m3': webhookToM3,
  'documents-per-minute': documentsPerMinute,
  'suppliers-per-minute': suppliersPerMinute,
};
const results = join(dataRoot, 'bench');

/** `npm run bench`. A bench that fails does not keep the later ones from running. */
export async function runBenches({ wanted, options }) {
  return withInstallation({ name: `bench-${process.pid}` }, async (installation) => {
    const { folder, stops, signal } = installation;
    // The first to be pushed is the last to be stopped: when this runs, nothing runs in the folder any more.
    stops.push(undefined, async () => {
      await forgetData(folder);
      rmSync(folder.path, { recursive: true, force: true });
    });
    // Not as tests have it: a Postgres that need not survive a power cut would commit too quickly.
    const services = await startServices({ environment: process.env, ...installation });
    const machine = await describeMachine(services);
    process.stdout.write(`\n${table(Object.entries(machine))}\n`);
    let failed = 0;
    for (const name of wanted) {
      process.stdout.write(`\n── ${name} ${'─'.repeat(Math.max(0, 70 - name.length))}\n`);
      failed += await runBench(name, { installation, services, options, machine });
      signal.throwIfAborted();
    }
    return failed === 0 ? 0 : 1;
  });
}

async function runBench(name, { installation, services, options, machine }) {
  try {
    const { rows, ...result } = await benches[name](new World({ installation, services }), options);
    mkdirSync(results, { recursive: true });
    const at = new Date().toISOString();
    const load = round(loadavg()[0]);
    writeFileSync(
      join(results, `${name}.json`),
      `${JSON.stringify({ name, at, machine, load, ...result }, null, 2)}\n`,
    );
    process.stdout.write(`\n${table(rows)}\n  load of the machine in the last minute: ${load}\n`);
    return 0;
  } catch (error) {
    if (installation.signal.aborted) throw error;
    process.stdout.write(`${name} failed: ${error instanceof Notice ? error.message : error.stack}\n`);
    return 1;
  }
}
