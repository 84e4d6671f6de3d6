import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appUrlsOf, consoleConfig, settingsOf, topicsConfig } from './config.js';
import { environmentOfApps } from './doctor/read-env-file.js';
import { readLocalSettings } from './read-local-settings.js';
import type { Terminal } from './terminal.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-cli-'));
});
afterEach(() => rm(folder, { recursive: true }));

const terminal = (environment: Record<string, string>, where = folder): Terminal => ({
  environment,
  folder: where,
  user: 'someone',
  out: () => undefined,
  err: () => undefined,
});

async function launcherWrites(text: string): Promise<void> {
  await mkdir(join(folder, '.sluice'));
  await writeFile(join(folder, '.sluice', 'local.json'), text);
}

const local = {
  SLUICE_CONSOLE_URL: 'http://127.0.0.1:9999',
  SLUICE_API_TOKEN: 'the-token-of-the-demo',
  DATABASE_URL: 'postgres://sluice@127.0.0.1/sluice',
  KAFKA_BROKERS: '127.0.0.1:9092,127.0.0.1:9093',
  SLUICE_PREFIX: 'demo.',
  M3_COMPANY: '100',
};

describe('what a local installation left behind', () => {
  it('is found in the folder and below it', async () => {
    await launcherWrites(JSON.stringify(local));
    const below = join(folder, 'apps', 'cli');
    await mkdir(below, { recursive: true });
    for (const where of [folder, below])
      expect(settingsOf(consoleConfig, terminal({}, where))).toMatchObject({
        consoleUrl: local.SLUICE_CONSOLE_URL,
        apiToken: local.SLUICE_API_TOKEN,
      });
    expect(settingsOf(topicsConfig, terminal({}, below))).toMatchObject({
      kafkaBrokers: ['127.0.0.1:9092', '127.0.0.1:9093'],
      prefix: 'demo.',
    });
  });

  it('is what the apps run with, unless .env or the environment says otherwise; what is empty there says nothing', async () => {
    await launcherWrites(JSON.stringify(local));
    await writeFile(join(folder, '.env'), 'M3_COMPANY=200\nDATABASE_URL=\nSLUICE_PREFIX=file.\n');
    expect(environmentOfApps(terminal({ SLUICE_PREFIX: 'given.' }), undefined)).toMatchObject({
      ...local,
      M3_COMPANY: '200',
      SLUICE_PREFIX: 'given.',
    });
  });

  it('gives way to the environment, one setting at a time', async () => {
    await launcherWrites(JSON.stringify(local));
    expect(
      settingsOf(consoleConfig, terminal({ SLUICE_CONSOLE_URL: 'https://sluice.example', SLUICE_API_TOKEN: ' ' })),
    ).toMatchObject({ consoleUrl: 'https://sluice.example', apiToken: local.SLUICE_API_TOKEN });
  });

  it('may name where each app answers; the environment does it, too', async () => {
    await launcherWrites(JSON.stringify({ ...local, SLUICE_APP_URLS: 'ingress=http://127.0.0.1:8080' }));
    expect(appUrlsOf(terminal({}))).toEqual({ console: local.SLUICE_CONSOLE_URL, ingress: 'http://127.0.0.1:8080' });
    const SLUICE_APP_URLS = 'po-sync=http://po:1, console=https://other';
    expect(appUrlsOf(terminal({ SLUICE_APP_URLS }))).toEqual({ console: 'https://other', 'po-sync': 'http://po:1' });
    expect(() => appUrlsOf(terminal({ SLUICE_APP_URLS: 'po-sync' }))).toThrow(/must be <app>=<address>/);
  });

  it('may be nothing', () => {
    expect(readLocalSettings(folder)).toEqual({});
  });

  it.each(['{"SLUICE_CONSOLE_URL":', '{"SLUICE_API_TOKEN": 7}'])('that cannot be used (%s) is named', async (text) => {
    await launcherWrites(text);
    expect(() => readLocalSettings(folder)).toThrow(join(folder, '.sluice', 'local.json'));
  });
});

it('all that is not set is named at once, with an example', () => {
  expect(() => settingsOf(consoleConfig, terminal({}))).toThrow(
    /SLUICE_CONSOLE_URL is not set.*\n.*SLUICE_API_TOKEN is not set/,
  );
  expect(() => settingsOf(consoleConfig, terminal({ SLUICE_CONSOLE_URL: 'console' }))).toThrow(/must begin with http/);
});

it('where no installation left anything, a command says how to start one', () => {
  expect(() => settingsOf(consoleConfig, terminal({}))).toThrow(
    expect.objectContaining({
      code: 'configuration-invalid',
      message: expect.stringContaining('SLUICE_API_TOKEN is not set'),
      fix: expect.stringMatching(/^Nothing runs in this folder: `npm run demo` or `npm start`\./),
    }),
  );
});

it('where an installation left something, a command that lacks more names the environment', async () => {
  await launcherWrites(JSON.stringify({ SLUICE_CONSOLE_URL: local.SLUICE_CONSOLE_URL }));
  expect(() => settingsOf(consoleConfig, terminal({}))).toThrow(
    expect.objectContaining({ fix: 'Set these variables in the environment.' }),
  );
});
