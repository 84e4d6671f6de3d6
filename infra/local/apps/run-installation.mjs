import { inRoot } from '../bootstrap/paths.mjs';
import { Notice } from '../bootstrap/progress.mjs';
import { startServices } from '../services/start-services.mjs';
import { readEnvFile } from '../../../packages/runtime/src/config/env-file.ts';
import { appNames } from '../../../packages/shared/src/apps.ts';
import { writeLocalSettings } from './local-settings.mjs';
import { prepareServices } from './run-sluice.mjs';
import { startApps } from './start-apps.mjs';
import { untilStopped, withInstallation } from './with-installation.mjs';

/** `npm start`. */
export async function runInstallation(options) {
  const given = readEnvironment(inRoot('.env'), process.env);
  return withInstallation({ name: 'start', lock: 'launcher', reset: options.reset }, async (installation) => {
    const { folder, ports, secrets, stops, signal } = installation;
    const services = await startServices({ environment: given, ...installation });
    const environment = {
      SLUICE_API_TOKEN: secrets.apiToken,
      SLUICE_INGRESS_TOKEN: secrets.ingressToken,
      ...given,
      ...services,
    };
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
  const read = readEnvFile(file);
  if ('problems' in read) throw new Notice(read.problems.join('\n'), { exitCode: 2 });
  const fromFile = read.values;
  const names = [...Object.keys(fromFile), 'DATABASE_URL', 'KAFKA_BROKERS', 'LOG_LEVEL', 'PORT'];
  const all = { ...fromFile, ...processEnvironment };
  return Object.fromEntries(names.filter((name) => all[name]).map((name) => [name, all[name]]));
}
