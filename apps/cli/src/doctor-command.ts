import { Command } from 'commander';
import { appUrlsOf, tokenOfApp } from './config.js';
import type { Finding } from './doctor/finding.js';
import { environmentOfApps } from './doctor/read-env-file.js';
import { outputOption, printJson, type Output } from './output.js';
import { printable } from './printable.js';
import { Reported } from './reported.js';
import type { Terminal } from './terminal.js';

interface Options {
  readonly envFile?: string;
  readonly inside?: boolean;
  readonly all?: boolean;
  readonly output: Output;
}

const about = `
It checks the settings of each app (from the environment, else .env in this folder, else the installation that runs
here), Postgres, Kafka and the apps, and asks Coupa and M3 with the same credentials as the apps. These are reads only;
they count against the quotas, and it says how many there were.
√ passed, × failed, ‼ is a warning or could not be checked. The last line is the verdict, the exit code that of the
first check that failed.`;

export const doctorCommand = (terminal: Terminal): Command =>
  new Command('doctor')
    .description('Check settings, Postgres, Kafka, the apps, Coupa and M3, and say what to do about what is wrong.')
    .option('--env-file <file>', 'settings of the apps (default: .env in this folder, if there is one)')
    .option('--inside', 'ask nothing of Coupa and M3')
    .option('--all', 'print each check, also those that passed')
    .addOption(outputOption())
    .addHelpText('after', about)
    .action((options: Options) => doctor(terminal, options));

async function doctor(terminal: Terminal, { envFile, inside = false, all = false, output }: Options): Promise<void> {
  const environment = environmentOfApps(terminal, envFile);
  const asApps = { ...terminal, environment };
  // Loaded here, so that the other commands start without every app's settings and tables.
  const { examine } = await import('./doctor/examine.js');
  const { printFindings, verdictOf } = await import('./doctor/print-findings.js');
  const { findings, requests } = await examine(asApps, {
    environment,
    urls: appUrlsOf(asApps),
    tokenOf: (app) => tokenOfApp(asApps, app),
    inside,
  });
  if (output === 'json') printJson(terminal, { findings, requests });
  else {
    terminal.out(printFindings(findings, { all, colour: terminal.colour === true }));
    if (!inside) terminal.out(`\nAsked Coupa ${requests.coupa} time(s) and M3 ${requests.m3} time(s).\n`);
    terminal.out(`\n${printable(verdictOf(findings))}\n`);
  }
  return exitBy(findings);
}

/** The exit code is that of the first failure; what it is has been said. */
function exitBy(findings: readonly Finding[]): void {
  const first = findings.find(({ state }) => state === 'failed');
  if (first !== undefined) throw new Reported(first.code ?? 'unexpected');
}
