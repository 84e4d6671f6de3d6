import { setTimeout as pause } from 'node:timers/promises';
import { inRoot } from '../bootstrap/paths.mjs';
import { runCommand } from '../bootstrap/run-command.mjs';
import { writeLocalSettings } from '../apps/local-settings.mjs';
import { prepareServices, runSluice } from '../apps/run-sluice.mjs';
import { startApps } from '../apps/start-apps.mjs';
import { withInstallation } from '../apps/with-installation.mjs';
import { startServices } from '../services/start-services.mjs';
import { demoEnvironment, portsOfApps, startSandbox } from './demo-environment.mjs';
import { jsonApi } from './http-json.mjs';
import { isInM3, fetchOrders, notSeen, waitsForItsMapping } from './fetch-orders.mjs';
import {
  addTerms,
  approveSupplier,
  changeTermsInM3,
  enterSupplier,
  fetchSupplier,
  hasChangedTerms,
  newSupplier,
} from './new-supplier.mjs';
import { numberedOrders, sample, samples } from './sample-orders.mjs';
import { approveOrders, seedSandbox } from './seed-sandbox.mjs';
import { complaints, orderTable, orderView } from './show-orders.mjs';

const healing = `npx sluice mappings import ${samples}/mapping-unit-box.csv`;

/** `npm run demo`. */
export async function runDemo(options) {
  return withInstallation({ name: 'demo', lock: 'launcher', reset: options.reset }, async (installation) => {
    const running = await startDemo(installation);
    const { signal } = installation;
    return options.once ? once(running, Date.now() + options.timeoutMs, signal) : watch(running, signal);
  });
}

async function startDemo(installation) {
  const { folder, ports, secrets, stops, signal } = installation;
  const services = await startServices({ environment: process.env, ...installation });
  const portOf = await portsOfApps(ports);
  const sandbox = await startSandbox({ ...installation, ingressPort: portOf.ingress });
  const environment = {
    ...(await demoEnvironment({ services, secrets, sandbox, folder, given: process.env })),
    ...sample('supplier-settings.json'),
  };
  await prepareServices(environment);
  signal.throwIfAborted();
  await startApps({ environmentOf: (name) => ({ ...environment, PORT: String(portOf[name]) }), folder, stops, signal });
  const consoleUrl = `http://127.0.0.1:${portOf.console}`;
  writeLocalSettings({ portOf, environment, stops });
  const consoleApi = jsonApi('The console', consoleUrl, secrets.apiToken);
  const cliEnvironment = { SLUICE_CONSOLE_URL: consoleUrl, SLUICE_API_TOKEN: secrets.apiToken };
  await addTerms({ sandbox });
  await seedSandbox({ sandbox, cliEnvironment });
  await runSluice(cliEnvironment, 'mappings', 'import', `${samples}/supplier-mappings.csv`);
  const isHealed = await isMapped(consoleApi);
  const { supplier, order, id } = newSupplier(folder);
  const orders = [...numberedOrders(folder), order];
  await enterSupplier({ sandbox, supplier });
  await approveOrders({ sandbox, orders });
  await approveSupplier({ sandbox, supplier });
  process.stdout.write(
    `\nSandbox ${sandbox.url} (what Coupa and M3 hold) · records \`npx sluice records list\` · logs ${folder.logs}\n` +
      'More orders, and an M3 that refuses, vanishes or drops answers: apps/sandbox/README.md, "In the demo"\n\n',
  );
  return {
    orders,
    isHealed,
    sandbox,
    fetchAll: () => fetchOrders({ orders, consoleApi, sandbox }),
    fetchNewSupplier: () => fetchSupplier({ id, consoleApi, sandbox }),
  };
}

/** Data survives a restart, and so does the row that an earlier run added. */
async function isMapped(consoleApi) {
  const { rows } = await consoleApi('GET', '/api/mappings?table=unit');
  return rows.some(({ key }) => key === 'BOX');
}

const healedBefore =
  'The unit BOX is mapped since an earlier run, so no order waits. `npm run demo -- --reset` begins anew.\n';

async function watch({ fetchAll, isHealed }, signal) {
  const show = orderView();
  const printed = new Set();
  const printOnce = (what) => {
    if (printed.has(what)) return;
    printed.add(what);
    process.stdout.write(`\n${what}\n\n`);
    show.again();
  };
  for await (const orders of follow(fetchAll, signal, 500)) {
    if (orders === undefined) continue;
    show(orders);
    if (orders.every(isInM3))
      printOnce(`${isHealed ? healedBefore : ''}All orders are in M3. Ctrl-C stops everything.`);
    else if (orders.every(isWhereItShould))
      printOnce(`One order waits for a mapping. Heal it, in another terminal in this folder:\n\n    ${healing}`);
  }
  return 0;
}

async function once({ orders, fetchAll, isHealed, ...running }, end, signal) {
  const show = orderView();
  let latest = orders.map(notSeen);
  const until = async (isReached) => {
    for await (const fetched of follow(fetchAll, signal, 300)) {
      latest = fetched ?? latest;
      show(latest);
      if (fetched?.every(isReached)) return true;
      if (Date.now() > end) return false;
    }
    throw signal.reason;
  };
  if (isHealed) process.stdout.write(`${healedBefore}\n`);
  else {
    if (!(await until(isWhereItShould))) return fail('before the mapping was added', latest, isWhereItShould);
    process.stdout.write(`\n$ ${healing}\n`);
    process.stdout.write(`${await runCommand('npx', healing.split(' ').slice(1), { cwd: inRoot() })}\n`);
  }
  if (!(await until(isInM3))) return fail('in the end', latest, isInM3);
  process.stdout.write(`\n${orderTable(latest).join('\n')}\n\nEvery sample order reached M3.\n\n`);
  return (await changesReachCoupa(running, end, signal)) ? examined() : 1;
}

/** The other way: what a person changes in M3 is in Coupa a few seconds later. */
async function changesReachCoupa({ sandbox, fetchNewSupplier }, end, signal) {
  const { number } = await fetchNewSupplier();
  await changeTermsInM3({ sandbox, number });
  for await (const supplier of follow(fetchNewSupplier, signal, 300)) {
    if (supplier !== undefined && hasChangedTerms(supplier)) {
      process.stdout.write(`Coupa has them: ${supplier.terms}.\n\n`);
      return true;
    }
    if (Date.now() < end) continue;
    process.stdout.write(`Coupa still has ${supplier?.terms}: the supplier is ${supplier?.status}, ${supplier?.why}\n`);
    return false;
  }
  throw signal.reason;
}

/** `sluice doctor` is the first thing to try beside a demo: where the demo is healthy it must find nothing. */
async function examined() {
  process.stdout.write('$ npx sluice doctor\n');
  try {
    process.stdout.write(`${await runCommand('npx', ['sluice', 'doctor'], { cwd: inRoot() })}\n`);
    return 0;
  } catch (error) {
    process.stdout.write(`${error.message}\n`);
    return 1;
  }
}

const isWhereItShould = (order) => (order.waitsFor === undefined ? isInM3(order) : waitsForItsMapping(order));

/** Fetches again and again until the stop. When an app does not answer for a moment that is printed once, and yields nothing. */
async function* follow(fetchAll, signal, everyMs) {
  let printed;
  while (!signal.aborted) {
    try {
      yield await fetchAll();
      printed = undefined;
    } catch (error) {
      if (error.message !== printed && !signal.aborted) process.stderr.write(`${error.message}\n`);
      printed = error.message;
      yield undefined;
    }
    await pause(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

function fail(when, orders, isReached) {
  const wrong = complaints(orders.filter((order) => !isReached(order)));
  process.stdout.write(
    `\n${orderTable(orders).join('\n')}\n\nNot every order is where it should be ${when}:\n` +
      `${wrong.map((line) => `  - ${line}`).join('\n')}\nThe logs are in .sluice/demo/logs.\n\n`,
  );
  return 1;
}
