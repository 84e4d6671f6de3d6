import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunningApp } from '../apps/run-app.mjs';
import { appNames } from '../../../packages/shared/src/apps.ts';
import { step } from '../bootstrap/progress.mjs';
import { jsonApi } from './http-json.mjs';
import { sample } from './sample-orders.mjs';

const coupaClientId = 'sluice-demo';

/** A Coupa and an M3, in one process that knows nothing of Sluice. The M3 has its master data before anybody asks it something. */
export async function startSandbox({ folder, ports, secrets, stops, signal, ingressPort }) {
  const sandbox = new RunningApp({
    name: 'sandbox',
    folder,
    environment: {
      SANDBOX_HOST: '127.0.0.1',
      SANDBOX_PORT: String(await ports.get('sandbox')),
      SANDBOX_ADMIN_TOKEN: secrets.sandboxAdminToken,
      SANDBOX_COUPA_CLIENT_ID: coupaClientId,
      SANDBOX_COUPA_CLIENT_SECRET: secrets.coupaClientSecret,
      SANDBOX_WEBHOOK_URL: `http://127.0.0.1:${ingressPort}/webhooks/coupa`,
      SANDBOX_WEBHOOK_SECRET: secrets.webhookSecret,
    },
  });
  stops.push('the sandbox', () => sandbox.stop());
  await step('Starting the sandbox (a Coupa and an M3)', () => sandbox.ready(signal));
  const admin = jsonApi('The sandbox', sandbox.url, secrets.sandboxAdminToken);
  await admin('PUT', '/admin/m3/master', sample('m3-master-data.json'));
  return { url: sandbox.url, admin };
}

/** What .env would say if the sandbox were the customer's Coupa and M3. */
export async function demoEnvironment({ services, secrets, sandbox, folder, given }) {
  const ionapiFile = join(folder.path, 'sandbox.ionapi');
  writeFileSync(ionapiFile, JSON.stringify(await sandbox.admin('GET', '/admin/ionapi'), null, 2), { mode: 0o600 });
  return {
    ...services,
    SLUICE_API_TOKEN: secrets.apiToken,
    SLUICE_INGRESS_TOKEN: secrets.ingressToken,
    ...(given.SLUICE_PREFIX && { SLUICE_PREFIX: given.SLUICE_PREFIX }),
    ...(given.LOG_LEVEL && { LOG_LEVEL: given.LOG_LEVEL }),
    ...kafkaAccess(given),
    COUPA_WEBHOOK_SECRET: secrets.webhookSecret,
    COUPA_URL: `${sandbox.url}/coupa`,
    COUPA_CLIENT_ID: coupaClientId,
    COUPA_CLIENT_SECRET: secrets.coupaClientSecret,
    IONAPI_FILE: ionapiFile,
    ...sample('settings.json'),
  };
}

/** How a Kafka of the user's own is reached: KAFKA_SSL, KAFKA_SASL_MECHANISM and those beside them. */
const kafkaAccess = (given) =>
  Object.fromEntries(Object.entries(given).filter(([name]) => /^KAFKA_(SSL|SASL)/.test(name)));

export async function portsOfApps(ports) {
  const portOf = {};
  for (const name of appNames) portOf[name] = await ports.get(name);
  return portOf;
}
