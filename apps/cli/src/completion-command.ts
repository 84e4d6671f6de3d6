import { Argument, Command, type Option } from 'commander';
import {
  bashCompletion,
  fishCompletion,
  zshCompletion,
  type Completable,
  type CompletableOption,
} from './write-completion.js';
import type { Terminal } from './terminal.js';

const writers = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;
type Shell = keyof typeof writers;

const about = `
  bash  source <(sluice completion bash)
  zsh   source <(sluice completion zsh)
  fish  sluice completion fish | source

Put the line into the start-up file of the shell to have it always.`;

export const completionCommand = (terminal: Terminal): Command =>
  new Command('completion')
    .description('Print the script by which a shell completes commands, options and values.')
    .addArgument(new Argument('<shell>', 'which one').choices(Object.keys(writers)))
    .addHelpText('after', about)
    .action((shell: Shell, _options: unknown, command: Command) =>
      terminal.out(writers[shell](completablesOf(command.parent ?? command))),
    );

function completablesOf(command: Command, path: readonly string[] = []): Completable[] {
  const argument = command.registeredArguments[0];
  const own: Completable = {
    path,
    commands: command.commands.map((one) => ({ name: one.name(), description: one.description() })),
    options: [...command.options.map(optionOf), help],
    values: argument?.argChoices ?? [],
    takesFile: argument?.name() === 'file',
  };
  return [own, ...command.commands.flatMap((one) => completablesOf(one, [...path, one.name()]))];
}

const help: CompletableOption = {
  flags: ['-h', '--help'],
  description: 'how it is used',
  takesValue: false,
  values: [],
};

const optionOf = ({ short, long, description, required, optional, argChoices = [] }: Option): CompletableOption => ({
  flags: [short, long].filter((flag) => flag !== undefined && flag !== null),
  description,
  takesValue: required || optional,
  values: argChoices,
});
