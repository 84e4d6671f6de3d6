import { outboundProxyOf } from '@sluice/dispatcher/outbound-proxy-settings';
import { syncs } from '@sluice/shared/document-types';
import type { AppName } from '@sluice/shared/apps';
import { gatewayOf } from '@sluice/shared/topics';
import { z } from 'zod';
import { askConsole } from '../ask-console.js';
import { databaseConfig, topicsConfig } from '../config.js';
import { loadM3Transactions } from '../load-apps.js';
import type { Terminal } from '../terminal.js';
import { CoupaProbe, coupaPatienceMs } from './ask-coupa.js';
import { M3Probe, m3PatienceMs } from './ask-m3.js';
import { checkApps } from './check-apps.js';
import { checkCoupa } from './check-coupa.js';
import { checkAccount, checkRecords, readFigures } from './check-figures.js';
import { checkKafka } from './check-kafka.js';
import { checkOldest } from './check-oldest.js';
import { checkM3 } from './check-m3.js';
import { checkPostgres } from './check-postgres.js';
import { checkPairing, readConfigurations, type Configurations } from './configurations.js';
import { failedFrom, ok, unknown, warning, type Finding } from './finding.js';

export interface Examination {
  readonly findings: readonly Finding[];
  /** What it cost of the two systems’ quotas. */
  readonly requests: { readonly coupa: number; readonly m3: number };
}

export interface Examined {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly urls: Readonly<Record<string, string>>;
  /** The token of an app, where it is known. */
  readonly tokenOf: (app: AppName) => string | undefined;
  /** Ask nothing of Coupa and M3. */
  readonly inside: boolean;
}

/** Every check, in the order in which they build on one another; one that fails keeps none of the others from being made. */
export async function examine(
  terminal: Terminal,
  { environment, urls, tokenOf, inside }: Examined,
): Promise<Examination> {
  const configurations = await readConfigurations(environment);
  const findings = [...configurations.findings];
  const run = async (check: string, work: () => Promise<Finding[] | undefined> | undefined): Promise<void> => {
    try {
      findings.push(...((await work()) ?? [unknown(check, 'was not checked: its configuration cannot be used')]));
    } catch (thrown) {
      findings.push(failedFrom(check, thrown));
    }
  };
  // With this command's own settings: a missing setting of an app is no reason to skip these.
  await run('postgres', async () => checkPostgres(databaseConfig.parse(environment).databaseUrl));
  await run('kafka', async () => checkKafka(topicsConfig.parse(environment)));
  await run('apps', () => checkApps(urls, tokenOf));
  const figuresOf = (app: AppName, url: string) => readFigures(app, url, tokenOf(app));
  for (const app of Object.values(gatewayOf)) {
    const url = urls[app];
    if (url !== undefined)
      await run(`requests of ${app}`, async () => [checkAccount(app, await figuresOf(app, url), Date.now())]);
  }
  for (const app of [...syncs, ...Object.values(gatewayOf)]) {
    const url = urls[app];
    if (url !== undefined)
      await run(`oldest document of ${app}`, () =>
        checkOldest({ name: app, url, apiToken: tokenOf(app), urlSetting: 'SLUICE_APP_URLS', user: terminal.user }),
      );
  }
  const { console } = urls;
  if (console !== undefined) {
    await run('documents', async () => checkRecords(await figuresOf('console', console)));
    await run('mappings', async () => [await checkMappings(terminal)]);
  }
  if (inside) return { findings, requests: { coupa: 0, m3: 0 } };
  const patience = `up to ${coupaPatienceMs / 1000} and ${m3PatienceMs / 1000} s`;
  terminal.err(`Asking Coupa and M3; each answer is waited for ${patience} …\n`);
  return { findings, requests: await askOutside(configurations, run) };
}

async function askOutside(
  { coupa, m3, orders }: Configurations,
  run: (check: string, work: () => Promise<Finding[] | undefined> | undefined) => Promise<void>,
): Promise<Examination['requests']> {
  const coupaProbe = coupa && new CoupaProbe(coupa, outboundProxyOf(coupa));
  const m3Probe = m3 && new M3Probe(m3, outboundProxyOf(m3));
  try {
    await run('coupa', () => coupaProbe && checkCoupa(coupaProbe, coupa.coupaScopes));
    await run('m3', async () => m3Probe && checkM3(m3Probe, orders, await loadM3Transactions()));
    await run('pairing', () => coupa && m3 && Promise.resolve([checkPairing(coupa.coupaUrl, m3.ionApi.tenant)]));
    return { coupa: coupaProbe?.requests ?? 0, m3: m3Probe?.requests ?? 0 };
  } finally {
    await coupaProbe?.close();
    await m3Probe?.close();
  }
}

const Missing = z.object({
  missing: z.array(z.looseObject({ table: z.string(), key: z.string(), documents: z.number() })),
});

const namesMax = 10;

/** The rows of the mapping tables that documents wait for now. */
async function checkMappings(terminal: Terminal): Promise<Finding> {
  const { missing } = await askConsole(terminal, 'GET', '/api/mappings/missing', Missing);
  if (missing.length === 0) return ok('mappings', 'no document waits for a row');
  const names = missing.slice(0, namesMax).map(({ table, key, documents }) => `${table}/${key} (${documents})`);
  const more = missing.length > namesMax ? ` and ${missing.length - namesMax} more` : '';
  return warning(
    'mappings',
    `documents wait for ${names.join(', ')}${more}`,
    '`sluice mappings missing` shows them all; `sluice mappings import` adds rows.',
  );
}
