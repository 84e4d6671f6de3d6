import { Option } from 'commander';
import { printableJson } from './printable.js';
import type { Terminal } from './terminal.js';

export type Output = 'table' | 'json';

/** For people by default, for programs as the API answers it. */
export const outputOption = (): Option =>
  new Option('-o, --output <form>', 'how to print the result').choices(['table', 'json']).default('table');

export const printJson = (terminal: Terminal, answer: unknown): void =>
  terminal.out(`${printableJson(JSON.stringify(answer, null, 2))}\n`);
