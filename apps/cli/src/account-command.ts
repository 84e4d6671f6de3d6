import { Argument, Command } from 'commander';
import { gatewayOf } from '@sluice/shared/topics';
import { z } from 'zod';
import { askApp } from './ask-app.js';
import { askedApp } from './asked-app.js';
import { shortTime } from './format-table.js';
import { outputOption, printJson, type Output } from './output.js';
import { printable } from './printable.js';
import type { Terminal } from './terminal.js';

type System = keyof typeof gatewayOf;
const systems = Object.keys(gatewayOf) as System[];
const nameOf = { coupa: 'Coupa', m3: 'M3' } as const satisfies Record<System, string>;

const Account = z.looseObject({
  account: z.string(),
  state: z.string(),
  pausedUntil: z.string().optional(),
  because: z.string().optional(),
  message: z.string().optional(),
  since: z.string().optional(),
  due: z.number(),
  needOperator: z.number(),
});
type Account = z.infer<typeof Account>;

const Resumed = z.object({ resumed: z.boolean() });

export function accountCommand(terminal: Terminal): Command {
  const account = new Command('account').description(
    'Whether the gateways may send requests to Coupa and M3 now, and how to end a pause.',
  );
  account
    .command('show')
    .description('Show whether requests are sent, and if not, why and until when.')
    .addArgument(new Argument('[system]', 'which one (default: both)').choices(systems))
    .addOption(outputOption())
    .action((system: System | undefined, options: { output: Output }) => show(terminal, system, options.output));
  account
    .command('resume')
    .description('End a pause now. If Coupa or M3 still refuses, it is paused again.')
    .addArgument(new Argument('<system>', 'which one').choices(systems))
    .action((system: System) => resume(terminal, system));
  return account;
}

async function show(terminal: Terminal, only: System | undefined, output: Output): Promise<void> {
  const shown = await Promise.all(
    (only === undefined ? systems : [only]).map(async (system) => ({
      system,
      account: await askApp(askedApp(terminal, gatewayOf[system]), 'GET', '/internal/account', Account),
    })),
  );
  if (output === 'json')
    return printJson(terminal, { accounts: shown.map(({ system, account }) => ({ ...account, system })) });
  for (const { system, account } of shown) terminal.out(linesOf(system, account, terminal.program ?? 'sluice'));
}

function linesOf(
  system: System,
  { state, pausedUntil, because, message, due, needOperator }: Account,
  program: string,
): string {
  const isPaused = state === 'paused';
  const how = isPaused
    ? `no request is sent${pausedUntil === undefined ? '' : ` until ${shortTime(pausedUntil)}`}${because === undefined ? '' : ` (${because})`}`
    : message === undefined
      ? 'requests are sent'
      : 'only a health probe is sent now and then';
  const lines = [
    `${nameOf[system]}: ${how}`,
    ...(message === undefined ? [] : [`  ${message}`]),
    `  ${due} command(s) are due, ${needOperator} need a person`,
    ...(needOperator > 0 ? [`  → ${program} records list --status "Unknown outcome"`] : []),
    ...(isPaused ? [`  → ${program} account resume ${system}`] : []),
  ];
  return lines.map((line) => `${printable(line)}\n`).join('');
}

async function resume(terminal: Terminal, system: System): Promise<void> {
  const { resumed } = await askApp(
    askedApp(terminal, gatewayOf[system]),
    'POST',
    '/internal/account/resume',
    Resumed,
    {},
  );
  terminal.out(
    resumed
      ? `The pause is over: what is due is sent to ${nameOf[system]} now. \`sluice account show ${system}\` shows whether it is let in.\n`
      : `Nothing is paused, so nothing was changed. \`sluice account show ${system}\` shows how it is.\n`,
  );
}
