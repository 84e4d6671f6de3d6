import { Command, CommanderError } from 'commander';
import { Failure } from '@sluice/shared/failure';
import { documentationOf } from '@sluice/shared/failure-codes';
import { printableLines } from './printable.js';
import { Reported } from './reported.js';
import type { Terminal } from './terminal.js';

const about = `
Settings are read from the environment, then from .sluice/local.json in this folder or one above, which a running
\`npm run demo\` or \`npm start\` leaves there. doctor and ping also read .env in this folder, as the apps do.
Exit codes: 0 all went well, 1 failure, 2 wrong usage or settings, 3 what is asked (console, Postgres, Kafka, Coupa, M3)
cannot be reached, 4 it refuses the token or password.`;

/** By cause, so that a script can act on it. */
const exitCodes = { ok: 0, failure: 1, usage: 2, notReachable: 3, notAuthorized: 4 } as const;

type MakeCommand = (terminal: Terminal) => Command;

/** Each is loaded when it is named: who asks for the help, or lists records, does not wait for Kafka's client to load. */
const commands: readonly { name: string; description: string; load: () => Promise<MakeCommand> }[] = [
  {
    name: 'records',
    description: 'What became of each document, and how to go on with one.',
    load: async () => (await import('./records-command.js')).recordsCommand,
  },
  {
    name: 'mappings',
    description: 'The tables that translate Coupa’s codes to M3’s.',
    load: async () => (await import('./mappings-command.js')).mappingsCommand,
  },
  {
    name: 'suppliers',
    description: 'The first load of suppliers, and which of Coupa is which of M3.',
    load: async () => (await import('./suppliers-command.js')).suppliersCommand,
  },
  {
    name: 'approvals',
    description: 'What two people must approve before it is sent.',
    load: async () => (await import('./approvals-command.js')).approvalsCommand,
  },
  {
    name: 'audit',
    description: 'Who did what, when and why.',
    load: async () => (await import('./audit-command.js')).auditCommand,
  },
  {
    name: 'doctor',
    description: 'Check settings, Postgres, Kafka, the apps, Coupa and M3.',
    load: async () => (await import('./doctor-command.js')).doctorCommand,
  },
  {
    name: 'ping',
    description: 'Log in to Coupa or M3 and make one read.',
    load: async () => (await import('./ping-command.js')).pingCommand,
  },
  {
    name: 'account',
    description: 'Whether a gateway may send to Coupa or M3 now; end a pause.',
    load: async () => (await import('./account-command.js')).accountCommand,
  },
  {
    name: 'tokens',
    description: 'Make a token by which the console knows a person.',
    load: async () => (await import('./tokens-command.js')).tokensCommand,
  },
  {
    name: 'topics',
    description: 'Kafka’s topics, compared with what this release needs.',
    load: async () => (await import('./topics-command.js')).topicsCommand,
  },
  {
    name: 'migrate',
    description: 'Bring the database to the level of this release.',
    load: async () => (await import('./migrate-command.js')).migrateCommand,
  },
  {
    name: 'completion',
    description: 'Print the completion script of a shell.',
    load: async () => (await import('./completion-command.js')).completionCommand,
  },
];

/** Runs one command line and answers the exit code. */
export async function runSluice(words: readonly string[], terminal: Terminal): Promise<number> {
  const sluice = new Command('sluice')
    .description('See what became of documents, find out what is wrong, and put it right.')
    .addHelpText('after', about);
  const [first, second] = words.filter((word) => !word.startsWith('-'));
  const named = first === 'help' ? second : first;
  for (const { name, description, load } of commands) {
    // Completion needs to know all of them.
    const isNeeded = name === named || named === 'completion';
    sluice.addCommand(isNeeded ? (await load())(terminal) : new Command(name).description(description));
  }
  for (const command of allOf(sluice))
    command
      .exitOverride()
      .showHelpAfterError('(add --help to see how it is used)')
      .configureOutput({ writeOut: terminal.out, writeErr: terminal.err });
  try {
    await sluice.parseAsync([...words], { from: 'user' });
    return exitCodes.ok;
  } catch (thrown) {
    // commander has printed usage errors itself, and the doctor what it found.
    if (!(thrown instanceof CommanderError || thrown instanceof Reported)) printFailure(terminal, Failure.from(thrown));
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
    case 'personal-token-needed':
    case 'credentials-refused':
    case 'scope-missing':
      return exitCodes.notAuthorized;
    default:
      return exitCodes.failure;
  }
}
