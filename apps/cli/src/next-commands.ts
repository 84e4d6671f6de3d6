import { printable } from './printable.js';
import type { Terminal } from './terminal.js';

/** Command lines to copy, below a list. They are no result, so that a list can be piped on as it is. */
export function suggest(terminal: Terminal, ...commands: readonly string[]): void {
  terminal.err(`\nNext\n${linesToCopy(terminal, commands)}`);
}

/** Each in a line of its own, called as this command was called. */
export const linesToCopy = ({ program = 'sluice' }: Pick<Terminal, 'program'>, commands: readonly string[]): string =>
  commands.map((command) => `  ${printable(command.replace(/^sluice /, `${program} `))}\n`).join('');

/** A word as a shell takes it: ids, keys and names come from elsewhere and may hold anything. */
export const quotedForShell = (word: string): string =>
  /^[\w./:@%+=,-]+$/.test(word) ? word : `'${printable(word).replaceAll("'", String.raw`'\''`)}'`;
