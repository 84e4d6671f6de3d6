import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { config } from '@sluice/cloudsuite-gateway/config';
import { migrations } from '@sluice/cloudsuite-gateway/migrations';
import { start } from '@sluice/cloudsuite-gateway/start';
import { openDatabase } from '@sluice/runtime/postgres/database';
import type { RunningApp } from '@sluice/runtime/start-app';
import { topicNames } from '@sluice/shared/topics';
import { testDatabase, type TestDatabase } from '@sluice/testing/database-per-file';
import { eventually } from '@sluice/testing/eventually';
import { collect, createTopics, deletePrefix, testPrefix } from '@sluice/testing/kafka';
import { testEnvironment } from '@sluice/testing/test-environment';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSluice } from './run-sluice.js';

const prefix = testPrefix();
let database: TestDatabase;
let gateway: RunningApp;
let folder: string;
let environment: Record<string, string>;

beforeAll(async () => {
  database = await testDatabase({ app: 'cloudsuite-gateway', migrations });
  await createTopics(prefix, topicNames);
  folder = await mkdtemp(join(tmpdir(), 'sluice-account-'));
  const ionApi = join(folder, 'nobody.ionapi');
  await writeFile(
    ionApi,
    JSON.stringify({
      ti: 'ACME_TST',
      cn: 'sluice',
      dt: '12',
      ci: 'ACME_TST~client',
      cs: 'a-client-secret',
      iu: 'http://127.0.0.1:1',
      pu: 'http://127.0.0.1:1/ACME_TST/as/',
      oa: 'authorization.oauth2',
      ot: 'token.oauth2',
      or: 'revoke_token.oauth2',
      ev: 'U1234567890',
      v: '1.0',
      saak: 'ACME_TST#service',
      sask: 'a-service-secret',
    }),
    { mode: 0o600 },
  );
  const settings = testEnvironment({ prefix, databaseUrl: database.url, IONAPI_FILE: ionApi });
  gateway = await start(config.parse(settings));
  environment = {
    SLUICE_API_TOKEN: settings['SLUICE_API_TOKEN'] ?? '',
    SLUICE_APP_URLS: `cloudsuite-gateway=${gateway.url}`,
  };
});

afterAll(async () => {
  await gateway?.stop();
  await database?.drop();
  await deletePrefix(prefix);
  await rm(folder, { recursive: true, force: true });
});

async function sluice(line: string, more: Record<string, string> = {}) {
  let out = '';
  let err = '';
  const code = await runSluice(line.split(' '), {
    environment: { ...environment, ...more },
    folder,
    user: 'Zoë Łukaszewicz',
    out: (text) => (out += text),
    err: (text) => (err += text),
  });
  return { code, out, err };
}

/** As a 429 leaves it that asked for hours. */
async function pauseForHours(): Promise<void> {
  const tables = await openDatabase({ app: 'cloudsuite-gateway', databaseUrl: database.url, poolSize: 1 });
  try {
    await eventually(async () => {
      const rows = await tables.query(
        `UPDATE lease SET paused_until = clock_timestamp() + interval '3 hours', paused_because = 'rate-limited'
         WHERE name = 'm3' RETURNING name`,
      );
      return JSON.stringify(rows).includes('m3');
    });
  } finally {
    await tables.close();
  }
}

/** A pause that is longer than its cause would hold up every document for hours, and nobody could end it. */
describe('an account that is paused', () => {
  it('is shown with until when, and the command that ends it', async () => {
    expect((await sluice('account show m3')).out).toMatch(/^M3: requests are sent\n {2}0 command\(s\) are due/);
    await pauseForHours();
    const { code, out } = await sluice('account show m3');
    expect(code).toBe(0);
    expect(out).toMatch(/^M3: no request is sent until \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ \(rate-limited\)$/m);
    expect(out).toMatch(/^ {2}→ sluice account resume m3$/m);
    expect(JSON.parse((await sluice('account show m3 -o json')).out).accounts).toMatchObject([
      { system: 'm3', state: 'paused', because: 'rate-limited' },
    ]);
  });

  it('is resumed by a person, and the history says by whom', async () => {
    const audit = await collect(prefix, 'audit.v1');
    expect(await sluice('account resume m3')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^The pause is over/),
    });
    expect((await sluice('account show m3')).out).toMatch(/^M3: requests are sent/);
    expect((await sluice('account resume m3')).out).toMatch(/^Nothing is paused/);
    await eventually(() => JSON.stringify(audit.messages).includes('account-resumed'));
    expect(JSON.stringify(audit.messages)).toContain('Zoë Łukaszewicz');
    await audit.stop();
  });

  it('is neither shown nor resumed without the token', async () => {
    for (const line of ['account show m3', 'account resume m3'])
      expect((await sluice(line, { SLUICE_API_TOKEN: 'not-the-right-token' })).code).toBe(4);
  });
});
