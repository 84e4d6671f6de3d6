import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadMigrations } from '@sluice/cli/load-apps';
import { appNames, type AppName } from '@sluice/shared/apps';
import { topicNames } from '@sluice/shared/topics';
import { testServices } from '@sluice/testing/config';
import { testDatabase } from '@sluice/testing/database-per-file';
import { freePort } from '@sluice/testing/free-port';
import { createTopics, deletePrefix, testPrefix } from '@sluice/testing/kafka';
import { traceCollector } from '@sluice/testing/trace-collector';
import { start as startSandbox } from '@sluice/sandbox/start';
import { request } from 'undici';
import type { Addresses } from './addresses.js';
import { mappings, masterData, requestsPerMinute } from './master-data.js';

/** Everything around the apps: database, topics, a Coupa and an M3, and the environment of each app. */
export interface World {
  readonly addresses: Addresses;
  environmentOf(app: AppName): Record<string, string>;
  /** Needs a console that is ready. */
  importMappings(): Promise<void>;
  end(): Promise<void>;
}

/** What the business has decided is the same in the stories and in the demo. */
const sampleSettings = new URL('../../infra/local/samples/settings.json', import.meta.url);

/** Every duration of Sluice and of the sandbox is this much shorter, so that settling and leases take seconds. */
const timeScale = '0.05';

/** `senderPatience`: for how much of its usual time the sandbox's Coupa retries a webhook that is not accepted (1: eleven seconds). */
export async function makeWorld({ senderPatience = Number(timeScale) } = {}): Promise<World> {
  const prefix = testPrefix();
  const ports = Object.fromEntries(
    await Promise.all(appNames.map(async (app) => [app, await freePort()] as const)),
  ) as Record<AppName, number>;
  const webhookSecret = randomUUID();
  const apiToken = randomUUID();
  const adminToken = randomUUID();
  const coupaClientSecret = randomUUID();
  const callOutSecret = randomUUID();
  const [database, traces, folder] = await Promise.all([
    testDatabase(...(await loadMigrations())),
    traceCollector(),
    mkdtemp(join(tmpdir(), 'sluice-e2e-')),
    createTopics(prefix, topicNames),
  ]);
  const sandbox = await startSandbox({
    host: '127.0.0.1',
    port: 0,
    adminToken,
    coupaClientId: 'sluice',
    coupaClientSecret,
    webhookUrl: `http://127.0.0.1:${ports.ingress}/webhooks/coupa`,
    webhookSecret,
    callOutUrl: `http://127.0.0.1:${ports.ingress}/call-outs/coupa`,
    callOutTokenUrl: `http://127.0.0.1:${ports.ingress}/oauth2/token`,
    callOutClientId: 'coupa',
    callOutClientSecret: callOutSecret,
    callOutScope: 'sluice.call-outs',
    tenant: 'SANDBOX_TST',
    timeScale: senderPatience,
  });
  const ionapi = await fromSandbox(sandbox.url, adminToken, 'GET', '/admin/ionapi');
  const ionapiFile = join(folder, 'sandbox.ionapi');
  await writeFile(ionapiFile, ionapi, { mode: 0o600 });
  await fromSandbox(sandbox.url, adminToken, 'PUT', '/admin/m3/master', masterData);

  const common = {
    ...(JSON.parse(await readFile(sampleSettings, 'utf8')) as Record<string, string>),
    KAFKA_BROKERS: testServices().kafkaBrokers.join(','),
    DATABASE_URL: database.url,
    SLUICE_PREFIX: prefix,
    SLUICE_TOPIC_PARTITIONS: '2',
    SLUICE_API_TOKEN: apiToken,
    SLUICE_INGRESS_TOKEN: apiToken,
    SLUICE_TIME_SCALE: timeScale,
    LOG_LEVEL: 'warn',
    OTEL_EXPORTER_OTLP_ENDPOINT: traces.url,
  };
  const own: Partial<Record<AppName, Record<string, string>>> = {
    ingress: { COUPA_WEBHOOK_SECRET: webhookSecret, COUPA_CALL_OUT_CLIENT_SECRET: callOutSecret },
    'coupa-gateway': {
      COUPA_URL: `${sandbox.url}/coupa`,
      COUPA_CLIENT_ID: 'sluice',
      COUPA_CLIENT_SECRET: coupaClientSecret,
      // Scaled: some seconds.
      COUPA_POLL_INTERVAL: '100',
    },
    'cloudsuite-gateway': { IONAPI_FILE: ionapiFile, M3_QUOTA: `${requestsPerMinute}/min,concurrency=4` },
  };
  const consoleUrl = `http://127.0.0.1:${ports.console}`;
  return {
    addresses: {
      sandbox: { url: sandbox.url, adminToken },
      ingress: { url: `http://127.0.0.1:${ports.ingress}`, webhookSecret },
      console: { url: consoleUrl, apiToken },
      traces: { url: traces.url },
    },
    environmentOf: (app) => ({ ...common, ...own[app], PORT: String(ports[app]) }),
    async importMappings() {
      const answer = await request(`${consoleUrl}/api/mappings`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ rows: mappings }),
      });
      if (answer.statusCode !== 200)
        throw new Error(`the mappings were answered ${answer.statusCode}: ${await answer.body.text()}`);
      await answer.body.dump();
    },
    async end() {
      await sandbox.stop();
      await Promise.all([
        database.drop(),
        traces.close(),
        deletePrefix(prefix),
        rm(folder, { recursive: true, force: true }),
      ]);
    },
  };
}

async function fromSandbox(
  url: string,
  token: string,
  method: 'GET' | 'PUT',
  path: string,
  body?: unknown,
): Promise<string> {
  const answer = await request(url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300)
    throw new Error(`the sandbox answered ${answer.statusCode} to ${method} ${path}: ${text}`);
  return text;
}
