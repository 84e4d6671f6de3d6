import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataRoot } from '../bootstrap/paths.mjs';

const file = join(dataRoot, 'local.json');

/** Tells `npx sluice` in this clone where the running installation is. */
export function writeLocalSettings({ portOf, environment, stops }) {
  writeFileSync(file, `${JSON.stringify(localSettings(portOf, environment), null, 2)}\n`, { mode: 0o600 });
  stops.push(undefined, () => rmSync(file, { force: true }));
}

/** What the file holds: the address of every app, too, so that `sluice doctor` asks each whether it is ready. */
export function localSettings(portOf, environment) {
  const appUrls = Object.fromEntries(Object.keys(portOf).map((name) => [name, urlOf(portOf[name])]));
  return {
    consoleUrl: urlOf(portOf.console),
    apiToken: environment.SLUICE_API_TOKEN,
    databaseUrl: environment.DATABASE_URL,
    kafkaBrokers: environment.KAFKA_BROKERS,
    prefix: environment.SLUICE_PREFIX ?? '',
    appUrls,
  };
}

const urlOf = (port) => `http://127.0.0.1:${port}`;
