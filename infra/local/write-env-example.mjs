// Writes .env.example from what the apps read, or, with --check, ends with 1 when the file is not up to date.
// The apps must be built: the settings come from their compiled configuration.
import { readFileSync, writeFileSync } from 'node:fs';
import { envExample } from '../../packages/runtime/dist/config/env-example.js';
import { appNames } from '../../packages/shared/src/apps.ts';

const file = new URL('../../.env.example', import.meta.url);

/** `npm start` starts or makes these itself. */
const provided = ['KAFKA_BROKERS', 'DATABASE_URL', 'PORT', 'SLUICE_API_TOKEN', 'SLUICE_INGRESS_TOKEN'];

const definitions = await Promise.all(
  appNames.map(async (app) => (await import(`../../apps/${app}/dist/config.js`)).config),
);
const wanted = envExample(definitions, provided);

if (!process.argv.includes('--check')) {
  writeFileSync(file, wanted);
} else if (current() !== wanted) {
  process.stderr.write('.env.example is not what the apps read: run `node infra/local/write-env-example.mjs`.\n');
  process.exitCode = 1;
}

function current() {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
