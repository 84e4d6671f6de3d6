import { Command } from 'commander';
import { Failure } from '@sluice/shared/failure';
import { apiTokenOf, appUrlsOf } from './config.js';
import type { Finding } from './doctor/finding.js';
import { environmentOfApps } from './doctor/read-env-file.js';
import { outputOption, printJson, type Output } from './output.js';
import { printable, printableLines } from './printable.js';
import type { Terminal } from './terminal.js';

interface Options {
  readonly envFile?: string;
  readonly inside?: boolean;
  readonly output: Output;
}

const about = `
It checks the settings of each app (the environment, else .env in this folder, else those of the installation that
runs here), Postgres, Kafka, the apps, and asks Coupa and M3 with the same credentials as the apps: reads only, which
count against the quotas; it says how many.
√ is good, × is not, ‼ is a warning, or could not be checked.`;

export const doctorCommand = (terminal: Terminal): Command =>
  new Command('doctor')
    .description('Check whether everything is as Sluice needs it; the exit code is that of the first failure.')
    .option('--env-file <file>', 'settings of the apps (default: .env in this folder, if there is one)')
    .option('--inside', 'ask nothing of Coupa and M3')
    .addOption(outputOption())
    .addHelpText('after', about)
    .action((options: Options) => doctor(terminal, options));

async function doctor(terminal: Terminal, { envFile, inside = false, output }: Options): Promise<void> {
  const environment = environmentOfApps(terminal, envFile);
  const asApps = { ...terminal, environment };
  // Loaded here, so that the other commands start without every app's settings and tables.
  const { examine } = await import('./doctor/examine.js');
  const { findings, requests } = await examine(asApps, {
    environment,
    urls: appUrlsOf(asApps),
    apiToken: apiTokenOf(asApps),
    inside,
  });
  if (output === 'json') printJson(terminal, { findings, requests });
  else {
    for (const finding of findings) terminal.out(linesOf(finding, terminal.colour === true));
    terminal.out(`\nAsked Coupa ${requests.coupa} time(s) and M3 ${requests.m3} time(s).\n`);
  }
  failOn(findings.filter(({ state }) => state === 'failed'));
}

const marks = { ok: '√', failed: '×', warning: '‼', unknown: '‼' } as const;
const colours = { ok: 32, failed: 31, warning: 33, unknown: 33 } as const;

function linesOf({ check, state, detail, hint }: Finding, colour: boolean): string {
  const mark = colour ? `\u001B[${colours[state]}m${marks[state]}\u001B[0m` : marks[state];
  const indented = printableLines(detail).replaceAll('\n', '\n    ');
  return `${mark} ${check}: ${indented}\n${hint === undefined ? '' : `    → ${printable(hint)}\n`}`;
}

function failOn(failures: readonly Finding[]): void {
  const [first] = failures;
  if (first === undefined) return;
  throw new Failure(`${failures.length} check(s) failed; the first: ${first.check}.`, {
    code: first.code ?? 'unexpected',
    stage: 'configuration',
    disposition: 'park',
  });
}
