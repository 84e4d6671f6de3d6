import { databaseConfig, topicsConfig } from '../config.js';
import type { Terminal } from '../terminal.js';
import { CoupaProbe, coupaPatienceMs } from './ask-coupa.js';
import { M3Probe, m3PatienceMs } from './ask-m3.js';
import { checkAccount } from './check-account.js';
import { checkApps } from './check-apps.js';
import { checkCoupa } from './check-coupa.js';
import { checkKafka } from './check-kafka.js';
import { checkM3 } from './check-m3.js';
import { checkMappings } from './check-mappings.js';
import { checkPairing } from './check-pairing.js';
import { checkPostgres } from './check-postgres.js';
import { checkRecords } from './check-records.js';
import { readConfigurations, type Configurations } from './configurations.js';
import { failedFrom, unknown, type Finding } from './finding.js';
import { readFigures } from './read-figures.js';

export interface Examination {
  readonly findings: readonly Finding[];
  /** What it cost of the two systems’ quotas. */
  readonly requests: { readonly coupa: number; readonly m3: number };
}

export interface Examined {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly urls: Readonly<Record<string, string>>;
  readonly apiToken: string | undefined;
  /** Ask nothing of Coupa and M3. */
  readonly inside: boolean;
}

/** Every check, in the order in which they build on one another; one that fails keeps none of the others from being made. */
export async function examine(
  terminal: Terminal,
  { environment, urls, apiToken, inside }: Examined,
): Promise<Examination> {
  const configurations = readConfigurations(environment);
  const findings = [...configurations.findings];
  const look = async (check: string, work: () => Promise<Finding[]> | undefined): Promise<void> => {
    try {
      findings.push(...((await work()) ?? [unknown(check, 'was not looked at: its configuration cannot be used')]));
    } catch (thrown) {
      findings.push(failedFrom(check, thrown));
    }
  };
  // By this command's own settings: what an app lacks otherwise is no reason not to look.
  await look('postgres', async () => checkPostgres(databaseConfig.parse(environment).databaseUrl));
  await look('kafka', async () => checkKafka(topicsConfig.parse(environment)));
  await look('apps', () => checkApps(urls, apiToken));
  const figuresOf = (app: string, url: string) => readFigures(app, url, apiToken);
  for (const app of ['coupa-gateway', 'cloudsuite-gateway']) {
    const url = urls[app];
    if (url !== undefined)
      await look(`requests of ${app}`, async () => [checkAccount(app, await figuresOf(app, url), Date.now())]);
  }
  const { console } = urls;
  if (console !== undefined) {
    await look('documents', async () => checkRecords(await figuresOf('console', console)));
    await look('mappings', async () => [await checkMappings(terminal)]);
  }
  if (inside) return { findings, requests: { coupa: 0, m3: 0 } };
  const patience = `up to ${coupaPatienceMs / 1000} and ${m3PatienceMs / 1000} s`;
  terminal.err(`Asking Coupa and M3; each answer is waited for ${patience} …\n`);
  return { findings, requests: await askOutside(configurations, look) };
}

async function askOutside(
  { coupa, m3, orders }: Configurations,
  look: (check: string, work: () => Promise<Finding[]> | undefined) => Promise<void>,
): Promise<Examination['requests']> {
  const coupaProbe = coupa && new CoupaProbe(coupa);
  const m3Probe = m3 && new M3Probe(m3.ionApi, m3.m3ApiPath);
  try {
    await look('coupa', () => coupaProbe && checkCoupa(coupaProbe, coupa.coupaScopes));
    await look('m3', () => m3Probe && checkM3(m3Probe, orders));
    await look('pairing', () => coupa && m3 && Promise.resolve([checkPairing(coupa.coupaUrl, m3.ionApi.tenant)]));
    return { coupa: coupaProbe?.requests ?? 0, m3: m3Probe?.requests ?? 0 };
  } finally {
    await m3Probe?.close();
  }
}
