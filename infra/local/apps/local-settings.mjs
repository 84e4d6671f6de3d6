import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataRoot } from '../bootstrap/paths.mjs';

const file = join(dataRoot, 'local.json');

/** Tells `npx sluice` in this clone where the running installation is. */
export function writeLocalSettings({ consoleUrl, environment, stops }) {
  const settings = {
    consoleUrl,
    apiToken: environment.SLUICE_API_TOKEN,
    databaseUrl: environment.DATABASE_URL,
    kafkaBrokers: environment.KAFKA_BROKERS,
    prefix: environment.SLUICE_PREFIX ?? '',
  };
  writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  stops.push(undefined, () => rmSync(file, { force: true }));
}
