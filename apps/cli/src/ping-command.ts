import { Command, Argument } from 'commander';
import { Failure } from '@sluice/shared/failure';
import { environmentOfApps } from './doctor/read-env-file.js';
import { outputOption, printJson, type Output } from './output.js';
import type { Terminal } from './terminal.js';

interface Options {
  readonly envFile?: string;
  readonly output: Output;
}

interface Pong {
  readonly system: 'coupa' | 'm3';
  readonly summary: string;
  readonly requests: number;
}

export const pingCommand = (terminal: Terminal): Command =>
  new Command('ping')
    .description('Log in to Coupa or M3 and make one read.')
    .addArgument(new Argument('<system>', 'which one').choices(['coupa', 'm3']))
    .option('--env-file <file>', 'settings of the apps (default: .env in this folder, if there is one)')
    .addOption(outputOption())
    .action((system: Pong['system'], options: Options) => ping(terminal, system, options));

async function ping(terminal: Terminal, system: Pong['system'], { envFile, output }: Options): Promise<void> {
  const environment = environmentOfApps(terminal, envFile);
  const startedAt = performance.now();
  const { summary, requests } = await (system === 'coupa' ? pingCoupa : pingM3)(environment, terminal);
  const milliseconds = Math.round(performance.now() - startedAt);
  if (output === 'json') printJson(terminal, { system, summary, requests, milliseconds });
  else terminal.out(`${summary} It took ${milliseconds} ms and ${requests} request(s).\n`);
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Printed before anything is asked: where nobody answers, a person waits for that long. */
const announce = (terminal: Terminal, whom: string, patienceMs: number): void =>
  terminal.err(`Asking ${whom}; each answer is waited for up to ${patienceMs / 1000} s …\n`);

async function pingCoupa(environment: Environment, terminal: Terminal): Promise<Omit<Pong, 'system'>> {
  const { config } = await import('@sluice/coupa-gateway/config');
  const { outboundProxyOf } = await import('@sluice/dispatcher/outbound-proxy-settings');
  const { CoupaProbe, coupaPatienceMs } = await import('./doctor/ask-coupa.js');
  const settings = config.parse(environment);
  const coupa = new CoupaProbe(settings, outboundProxyOf(settings));
  try {
    announce(terminal, `Coupa at ${settings.coupaUrl}`, coupaPatienceMs);
    await coupa.takeToken();
    await coupa.readOne('/api/purchase_orders');
    return { summary: `Coupa at ${settings.coupaUrl} answers and lets orders be read.`, requests: coupa.requests };
  } finally {
    await coupa.close();
  }
}

async function pingM3(environment: Environment, terminal: Terminal): Promise<Omit<Pong, 'system'>> {
  const { config } = await import('@sluice/cloudsuite-gateway/config');
  const { config: orders } = await import('@sluice/po-sync/config');
  const { outboundProxyOf } = await import('@sluice/dispatcher/outbound-proxy-settings');
  const { M3Probe, m3PatienceMs } = await import('./doctor/ask-m3.js');
  const { userFinding } = await import('./doctor/check-m3.js');
  const settings = config.parse(environment);
  const { ionApi } = settings;
  const { company } = orders.parse(environment);
  const m3 = new M3Probe(settings, outboundProxyOf(settings));
  try {
    announce(terminal, `M3 of ${ionApi.tenant} at ${m3.origin}`, m3PatienceMs);
    const { state, detail, hint } = await userFinding(m3, company);
    const answers = `M3 of ${ionApi.tenant} at ${m3.origin} answers`;
    if (state === 'ok') return { summary: `${answers} as user ${detail}.`, requests: m3.requests };
    if (state === 'unknown') return { summary: `${answers}; its user ${detail}.`, requests: m3.requests };
    throw new Failure(`M3 refuses the read: ${detail}`, {
      code: 'm3-refused',
      stage: 'answer',
      disposition: 'park',
      ...(hint !== undefined && { fix: hint }),
    });
  } finally {
    await m3.close();
  }
}
