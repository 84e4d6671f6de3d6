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
  readonly said: string;
  readonly requests: number;
}

export const pingCommand = (terminal: Terminal): Command =>
  new Command('ping')
    .description('Take a token of Coupa or M3 and make one harmless read.')
    .addArgument(new Argument('<system>', 'which one').choices(['coupa', 'm3']))
    .option('--env-file <file>', 'settings of the apps (default: .env in this folder, if there is one)')
    .addOption(outputOption())
    .action((system: Pong['system'], options: Options) => ping(terminal, system, options));

async function ping(terminal: Terminal, system: Pong['system'], { envFile, output }: Options): Promise<void> {
  const environment = environmentOfApps(terminal, envFile);
  const begun = performance.now();
  const { said, requests } = system === 'coupa' ? await pingCoupa(environment) : await pingM3(environment);
  const milliseconds = Math.round(performance.now() - begun);
  if (output === 'json') printJson(terminal, { system, said, requests, milliseconds });
  else terminal.out(`${said} It took ${milliseconds} ms and ${requests} request(s).\n`);
}

type Environment = Readonly<Record<string, string | undefined>>;

async function pingCoupa(environment: Environment): Promise<Omit<Pong, 'system'>> {
  const { config } = await import('@sluice/coupa-gateway/config');
  const { CoupaProbe } = await import('./doctor/ask-coupa.js');
  const settings = config.parse(environment);
  const coupa = new CoupaProbe(settings);
  await coupa.takeToken();
  await coupa.readOne('/api/purchase_orders');
  return { said: `Coupa at ${settings.coupaUrl} answers and lets orders be read.`, requests: coupa.requests };
}

async function pingM3(environment: Environment): Promise<Omit<Pong, 'system'>> {
  const { config } = await import('@sluice/cloudsuite-gateway/config');
  const { config: orders } = await import('@sluice/po-sync/config');
  const { M3Probe } = await import('./doctor/ask-m3.js');
  const { userFinding } = await import('./doctor/check-m3.js');
  const { ionApi, m3ApiPath } = config.parse(environment);
  const m3 = new M3Probe(ionApi, m3ApiPath);
  try {
    const { state, detail, hint } = await userFinding(m3, orders.parse(environment).company);
    if (state === 'ok') return { said: `M3 of ${ionApi.tenant} answers as user ${detail}.`, requests: m3.requests };
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
