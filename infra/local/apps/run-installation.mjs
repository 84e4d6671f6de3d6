import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { inRoot } from '../bootstrap/paths.mjs';
import { parseOptions } from '../bootstrap/parse-options.mjs';
import { startServices } from '../services/start-services.mjs';
import { appNames } from '../../../packages/shared/src/apps.ts';
import { writeLocalSettings } from './local-settings.mjs';
import { prepareServices } from './run-sluice.mjs';
import { startApps } from './start-apps.mjs';
import { untilStopped, withInstallation } from './with-installation.mjs';

const help = `npm start [-- --reset]

Starts Sluice against the Coupa and the M3 that .env names, and what it needs besides: a PostgreSQL and a Kafka, unless
DATABASE_URL and KAFKA_BROKERS name them. Data and logs lie in .sluice/start.

  --reset   empties .sluice/start first`;

/** `npm start`. */
export async function runInstallation(args) {
  const options = parseOptions(args, { reset: { type: 'boolean' } }, help);
  if (options === undefined) return 0;
  const given = readEnvironment(inRoot('.env'), process.env);
  return withInstallation({ name: 'start', lock: 'launcher', reset: options.reset }, async (installation) => {
    const { folder, ports, secrets, stops, signal } = installation;
    const services = await startServices({ environment: given, ...installation });
    const environment = { SLUICE_API_TOKEN: secrets.apiToken, ...given, ...services };
    await prepareServices(environment);
    const portOf = await placeApps(given, ports);
    await startApps({
      environmentOf: (name) => ({ ...environment, PORT: String(portOf[name]) }),
      folder,
      stops,
      signal,
    });
    const consoleUrl = `http://127.0.0.1:${portOf.console}`;
    writeLocalSettings({ portOf, environment, stops });
    process.stdout.write(
      `\nSluice runs.\n  webhooks   http://127.0.0.1:${portOf.ingress}/webhooks/coupa\n` +
        `  API        ${consoleUrl}/api/records, with the bearer token SLUICE_API_TOKEN\n` +
        `  records    npx sluice records list\n  commands   npx sluice --help\n  logs       ${folder.logs}\nCtrl-C stops it.\n`,
    );
    await untilStopped(signal);
    return 0;
  });
}

/** `PORT` is the port of the first app, the others follow it; without it, free ones are found and remembered. */
async function placeApps(given, ports) {
  const first = Number(given.PORT);
  const portOf = {};
  for (const [index, name] of appNames.entries())
    portOf[name] = first > 0 ? await ports.prefer(name, first + index) : await ports.get(name);
  return portOf;
}

/** The file's settings; those of the process win. Empty ones count as not set. */
export function readEnvironment(file, processEnvironment) {
  const fromFile = parseEnv(readFileSync(file, 'utf8'));
  const names = [...Object.keys(fromFile), 'DATABASE_URL', 'KAFKA_BROKERS', 'LOG_LEVEL', 'PORT'];
  const all = { ...fromFile, ...processEnvironment };
  return Object.fromEntries(names.filter((name) => all[name]).map((name) => [name, all[name]]));
}
