import { randomBytes } from 'node:crypto';
import { quietNegativeTimeouts } from '@sluice/runtime/kafka/quiet-negative-timeouts';
import kafkajs from 'kafkajs';
import { Client } from 'pg';
import { RunningApp } from '../../infra/local/apps/run-app.mjs';
import { prepareServices } from '../../infra/local/apps/run-sluice.mjs';
import { step } from '../../infra/local/bootstrap/progress.mjs';
import { demoEnvironment, portsOfApps, startSandbox } from '../../infra/local/demo/demo-environment.mjs';
import { jsonApi } from '../../infra/local/demo/http-json.mjs';
import { sample } from '../../infra/local/demo/sample-orders.mjs';
import { seedSandbox } from '../../infra/local/demo/seed-sandbox.mjs';
import { StopStack } from '../../infra/local/processes/stop-stack.mjs';
import { waitUntil } from '../../infra/local/processes/wait-until.mjs';

/**
 * Where benches take their installations from: each with a database and a Kafka prefix of its own, empty, and a sandbox
 * that plays Coupa and M3.
 */
export class World {
  #installation;
  #services;

  constructor({ installation, services }) {
    this.#installation = installation;
    this.#services = services;
  }

  /**
   * Starts an installation, hands it to `measure` and stops it, whichever way that ends.
   * @param {{ apps: string[], over?: Record<string, string> }} wanted which apps, and settings that differ from the demo’s
   */
  async with({ apps, over = {} }, measure) {
    const stops = new StopStack();
    try {
      return await measure(await this.#start({ apps, over, stops }));
    } finally {
      await stops.stopAll();
    }
  }

  async #start({ apps, over, stops }) {
    const { folder, ports, secrets, signal } = this.#installation;
    const portOf = await portsOfApps(ports);
    const sandbox = await startSandbox({ folder, ports, secrets, stops, signal, ingressPort: portOf.ingress });
    const prefix = `bench-${randomBytes(4).toString('hex')}.`;
    stops.push(undefined, () => deleteTopics(this.#services.KAFKA_BROKERS.split(','), prefix));
    const databaseUrl = await ownDatabase(this.#services.DATABASE_URL, stops);
    const services = { ...this.#services, DATABASE_URL: databaseUrl };
    const given = { SLUICE_PREFIX: prefix, LOG_LEVEL: 'warn' };
    const environment = { ...(await demoEnvironment({ services, secrets, sandbox, folder, given })), ...over };
    await prepareServices(environment);
    const start = (names) =>
      step(`Starting ${names.join(', ')}`, async () => {
        const started = names.map(
          (name) => new RunningApp({ name, folder, environment: { ...environment, PORT: String(portOf[name]) } }),
        );
        stops.push(undefined, () => Promise.all(started.map((app) => app.stop())));
        await Promise.all(started.map((app) => app.ready(signal)));
      });
    await start(apps);
    const consoleUrl = `http://127.0.0.1:${portOf.console}`;
    return {
      sandbox,
      signal,
      folder,
      databaseUrl,
      ingressUrl: `http://127.0.0.1:${portOf.ingress}`,
      webhookSecret: secrets.webhookSecret,
      consoleApi: jsonApi('The console', consoleUrl, secrets.apiToken),
      start,
      seed: () =>
        seedSandbox({
          sandbox,
          cliEnvironment: { SLUICE_CONSOLE_URL: consoleUrl, SLUICE_API_TOKEN: secrets.apiToken },
        }),
    };
  }
}

async function deleteTopics(brokers, prefix) {
  quietNegativeTimeouts();
  const admin = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
    if (topics.length > 0) await admin.deleteTopics({ topics });
  } finally {
    await admin.disconnect();
  }
}

async function ownDatabase(url, stops) {
  const name = `sluice_bench_${randomBytes(4).toString('hex')}`;
  await onDatabase(url, `CREATE DATABASE ${name}`);
  stops.push(undefined, () => onDatabase(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.toString();
}

export async function onDatabase(connectionString, sql) {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** An order of two lines, the first of the samples, written in the sandbox’s Coupa. */
export async function writeOrder({ sandbox }, id) {
  const { order } = sample('orders.json')[0];
  const lines = order['order-lines'].map((line, index) => ({ id: id * 100 + index + 1, ...line }));
  return sandbox.admin('POST', '/admin/coupa/purchase-orders', { id, ...order, 'order-lines': lines });
}

export const approve = ({ sandbox }, id) =>
  sandbox.admin('POST', `/admin/coupa/purchase-orders/${id}/approve`, { notify: true });

/** Waits until M3 holds so many orders. Throws when the time is over. */
export async function untilInM3({ sandbox, signal }, count, withinMs) {
  const held = async () => (await sandbox.admin('GET', '/admin/m3/orders?cono=100')).orders.length;
  if (await waitUntil(async () => (await held()) >= count, { withinMs, everyMs: 1_000, signal })) return;
  throw new Error(`After ${withinMs / 1000} s M3 holds ${await held()} orders, not ${count}`);
}
