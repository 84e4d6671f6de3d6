import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { Failure } from '@sluice/shared/failure';
import { MappingTable, mappingTables } from '@sluice/shared/messages/mapping';
import { z } from 'zod';
import { askConsole } from './ask-console.js';
import { formatTable, shortTime } from './format-table.js';
import { outputOption, printJson, type Output } from './output.js';
import { mappingFileFormat, readMappingFile } from './read-mapping-file.js';
import type { Terminal } from './terminal.js';

const Value = z.record(z.string(), z.string());

const Put = z.object({
  created: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  rows: z.array(z.looseObject({ table: z.string(), key: z.string(), value: Value, result: z.string() })),
});

const List = z.object({
  rows: z.array(
    z.looseObject({ table: z.string(), key: z.string(), value: Value, updatedAt: z.string(), updatedBy: z.string() }),
  ),
});

export function mappingsCommand(terminal: Terminal): Command {
  const mappings = new Command('mappings').description('The tables that turn Coupa’s words into M3’s.');
  mappings
    .command('import')
    .description('Import rows from a file; what waits for them goes on by itself.')
    .argument('<file>', 'CSV file')
    .option('--dry-run', 'check the file and say what would change')
    .addOption(outputOption())
    .addHelpText('after', `\n${mappingFileFormat}`)
    .action((file: string, options: ImportOptions) => importMappings(terminal, file, options));
  mappings
    .command('list')
    .description('Show the rows.')
    .addOption(new Option('--table <table>', 'only this table').choices([...mappingTables]))
    .addOption(outputOption())
    .action((options: ListOptions) => listMappings(terminal, options));
  return mappings;
}

interface ImportOptions {
  readonly dryRun?: boolean;
  readonly output: Output;
}

async function importMappings(
  terminal: Terminal,
  file: string,
  { dryRun = false, output }: ImportOptions,
): Promise<void> {
  const { rows, problems } = readMappingFile(await read(terminal, file));
  if (problems.length > 0)
    throw unusable(`Nothing was imported from ${file}:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  const answer = await askConsole(terminal, 'PUT', '/api/mappings', Put, { rows, dryRun });
  if (output === 'json') return printJson(terminal, answer);
  for (const row of answer.rows)
    if (row.result !== 'unchanged') terminal.out(`${row.table} ${row.key}: ${describe(row.value)} (${row.result})\n`);
  const { created, changed, unchanged } = answer;
  terminal.out(
    `${created} created, ${changed} changed, ${unchanged} unchanged.${dryRun ? ' It was a dry run: nothing was imported.' : ''}\n`,
  );
}

async function read(terminal: Terminal, file: string): Promise<Uint8Array> {
  try {
    return await readFile(resolve(terminal.folder, file));
  } catch (thrown) {
    throw unusable(`${file} cannot be read: ${Failure.from(thrown).message}`);
  }
}

const unusable = (message: string): Failure =>
  new Failure(message, {
    code: 'body-invalid',
    stage: 'input',
    disposition: 'park',
    fix: '`sluice mappings import --help` shows how a file looks.',
  });

interface ListOptions {
  readonly table?: MappingTable;
  readonly output: Output;
}

async function listMappings(terminal: Terminal, { table, output }: ListOptions): Promise<void> {
  const query = table === undefined ? '' : `?table=${table}`;
  const answer = await askConsole(terminal, 'GET', `/api/mappings${query}`, List);
  if (output === 'json') return printJson(terminal, answer);
  const rows = answer.rows.map((row) => [
    row.table,
    row.key,
    describe(row.value),
    row.updatedBy,
    shortTime(row.updatedAt),
  ]);
  terminal.out(formatTable(['TABLE', 'KEY', 'VALUE', 'BY', 'SINCE'], rows));
}

const describe = (value: Readonly<Record<string, string>>): string =>
  Object.entries(value)
    .map(([column, cell]) => `${column}=${cell}`)
    .join(' ');
