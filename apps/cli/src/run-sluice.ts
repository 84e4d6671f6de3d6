import { Command, CommanderError } from 'commander';
import { Failure } from '@sluice/shared/failure';
import { documentationOf } from '@sluice/shared/failure-codes';
import { auditCommand } from './audit-command.js';
import { completionCommand } from './completion-command.js';
import { doctorCommand } from './doctor-command.js';
import { mappingsCommand } from './mappings-command.js';
import { migrateCommand } from './migrate-command.js';
import { pingCommand } from './ping-command.js';
import { printableLines } from './printable.js';
import { recordsCommand } from './records-command.js';
import type { Terminal } from './terminal.js';
import { topicsCommand } from './topics-command.js';

const about = `
Settings come from the environment; else, for doctor and ping, which see what the apps see, from .env in this folder;
else from the installation that runs here, which leaves its own in .sluice/local.json in this folder or one above.
Ends with 0 when all went well, 1 on failure, 2 on wrong usage or settings, 3 when the other side cannot be reached, 4
when it refuses the token or password.`;

/** By cause, so that a script can act on it. */
const exitCodes = { ok: 0, failure: 1, usage: 2, notReachable: 3, notAuthorized: 4 } as const;

/** Runs one command line and answers the exit code. */
export async function runSluice(words: readonly string[], terminal: Terminal): Promise<number> {
  const sluice = new Command('sluice')
    .description('What became of documents, what is wrong, and how to steer it.')
    .addHelpText('after', about)
    .addCommand(recordsCommand(terminal))
    .addCommand(mappingsCommand(terminal))
    .addCommand(auditCommand(terminal))
    .addCommand(doctorCommand(terminal))
    .addCommand(pingCommand(terminal))
    .addCommand(topicsCommand(terminal))
    .addCommand(migrateCommand(terminal))
    .addCommand(completionCommand(terminal));
  for (const command of allOf(sluice))
    command
      .exitOverride()
      .showHelpAfterError('(add --help to see how it is used)')
      .configureOutput({ writeOut: terminal.out, writeErr: terminal.err });
  try {
    await sluice.parseAsync([...words], { from: 'user' });
    return exitCodes.ok;
  } catch (thrown) {
    // commander has printed usage errors itself.
    if (!(thrown instanceof CommanderError)) printFailure(terminal, Failure.from(thrown));
    return exitCodeOf(thrown);
  }
}

const allOf = (command: Command): Command[] => [command, ...command.commands.flatMap(allOf)];

function printFailure(terminal: Terminal, failure: Failure): void {
  terminal.err(`${printableLines(failure.message)}\n`);
  if (failure.fix !== undefined) terminal.err(`${printableLines(failure.fix)}\n`);
  terminal.err(`More: ${documentationOf(failure.code)}\n`);
  if (failure.code === 'unexpected' && failure.cause instanceof Error)
    terminal.err(`${printableLines(failure.cause.stack ?? '')}\n`);
}

function exitCodeOf(thrown: unknown): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  switch (Failure.from(thrown).code) {
    case 'configuration-invalid':
    case 'ionapi-invalid':
      return exitCodes.usage;
    case 'unavailable':
    case 'storage-away':
      return exitCodes.notReachable;
    case 'not-authorized':
    case 'credentials-refused':
    case 'scope-missing':
      return exitCodes.notAuthorized;
    default:
      return exitCodes.failure;
  }
}
