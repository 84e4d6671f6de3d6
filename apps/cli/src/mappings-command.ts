import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { Failure } from '@sluice/shared/failure';
import { MappingTable, mappingTables } from '@sluice/shared/messages/mapping';
import { z } from 'zod';
import { askConsole } from './ask-console.js';
import { formatTable, shortTime } from './format-table.js';
import { outputOption, printJson, type Output } from './output.js';
import { suggest } from './next-commands.js';
import { printable, printableLines } from './printable.js';
import { mappingFileFormat, readMappingFile } from './mapping-file.js';
import type { Terminal } from './terminal.js';
import { writeMappingFile } from './mapping-file.js';

const Value = z.record(z.string(), z.string());

const Row = z.looseObject({ table: z.string(), key: z.string(), value: Value, validFrom: z.string().optional() });

const Put = z.object({
  created: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  heals: z.number(),
  healsPartly: z.number(),
  rows: z.array(Row.extend({ result: z.string(), before: Value.optional() })),
});
type Put = z.infer<typeof Put>;

const List = z.object({ rows: z.array(Row.extend({ updatedAt: z.string(), updatedBy: z.string() })) });

const Missing = z.object({
  missing: z.array(
    z.looseObject({
      table: z.string(),
      key: z.string(),
      documents: z.number(),
      since: z.string(),
      examples: z.array(z.object({ type: z.string(), id: z.string() })),
    }),
  ),
});

const Removed = z.object({
  versions: z.array(z.object({ value: Value, validFrom: z.string().optional() })),
});

export function mappingsCommand(terminal: Terminal): Command {
  const mappings = new Command('mappings').description('The tables that translate Coupa’s codes to M3’s.');
  mappings
    .command('import')
    .description('Import rows from a CSV file. Documents that wait for them go on by themselves.')
    .argument('<file>', 'the CSV file')
    .option(
      '--dry-run',
      'only check the file and show what would change, row by row, and how many documents would go on',
    )
    .addOption(outputOption())
    .addHelpText('after', `\n${mappingFileFormat}`)
    .action(async (file: string, options: ImportOptions, command: Command) => {
      const bytes = await readFile(resolve(terminal.folder, file)).catch((thrown: NodeJS.ErrnoException) =>
        command.error(
          `error: ${file} cannot be read: ${thrown.code === 'ENOENT' ? 'there is no such file' : thrown.message}`,
        ),
      );
      await importMappings(terminal, { file, bytes }, options);
    });
  mappings
    .command('remove')
    .description('Remove a row with all its versions. Documents that need it wait from then on.')
    .addArgument(new Argument('<table>', 'its table').choices(mappingTables))
    .argument('<key>', 'Coupa’s code, exactly as `sluice mappings list` shows it')
    .option('--dry-run', 'only show what would be removed')
    .action((table: MappingTable, key: string, options: { dryRun?: boolean }) =>
      removeMapping(terminal, table, key, options),
    );
  mappings
    .command('list')
    .description('List the rows.')
    .addOption(tableOption())
    .addOption(outputOption())
    .action((options: ListOptions) => listMappings(terminal, options));
  mappings
    .command('export')
    .description('Print the rows as a CSV file that can be imported again.')
    .addOption(tableOption())
    .action((options: ListOptions) => exportMappings(terminal, options));
  mappings
    .command('missing')
    .description('List the rows that documents wait for, and print them as CSV lines to fill in.')
    .addOption(tableOption())
    .addOption(
      new Option('-o, --output <form>', 'how to print the result; csv prints the lines to fill in alone')
        .choices(['table', 'json', 'csv'])
        .default('table'),
    )
    .action((options: MissingOptions) => showMissing(terminal, options));
  return mappings;
}

const tableOption = (): Option => new Option('--table <table>', 'only this table').choices([...mappingTables]);

interface ImportOptions {
  readonly dryRun?: boolean;
  readonly output: Output;
}

async function importMappings(
  terminal: Terminal,
  { file, bytes }: { readonly file: string; readonly bytes: Uint8Array },
  { dryRun = false, output }: ImportOptions,
): Promise<void> {
  const { rows, problems } = readMappingFile(bytes);
  if (problems.length > 0)
    throw new Failure(`Nothing was imported from ${file}:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`, {
      code: 'body-invalid',
      stage: 'input',
      disposition: 'park',
      fix: '`sluice mappings import --help` shows the format of the file.',
    });
  const answer = await askConsole(terminal, 'PUT', '/api/mappings', Put, { rows, dryRun });
  if (output === 'json') return printJson(terminal, answer);
  for (const row of answer.rows) if (row.result !== 'unchanged' || dryRun) terminal.out(`${printable(lineOf(row))}\n`);
  const { created, changed, unchanged } = answer;
  terminal.out(`${created} created, ${changed} changed, ${unchanged} unchanged.${healing(answer, dryRun)}\n`);
  if (dryRun) terminal.out('It was a dry run: nothing was imported.\n');
}

/** Like a line of a diff: `+` is new, `~` changes, `=` stays. */
function lineOf({ table, key, value, validFrom, before, result }: Put['rows'][number]): string {
  const mark = { created: '+', changed: '~' }[result] ?? '=';
  const was = before === undefined ? '' : ` (was ${describe(before)})`;
  return `${mark} ${table} ${key}${since(validFrom)}: ${describe(value)}${was}`;
}

const since = (validFrom: string | undefined): string => (validFrom === undefined ? '' : ` from ${validFrom} on`);

function healing({ heals, healsPartly }: Put, dryRun: boolean): string {
  if (heals + healsPartly === 0) return '';
  const verb = dryRun ? 'Would heal' : 'Heals';
  return ` ${verb} ${heals} document(s)${healsPartly === 0 ? '' : `; ${healsPartly} more wait for something else, too`}.`;
}

async function removeMapping(
  terminal: Terminal,
  table: MappingTable,
  key: string,
  { dryRun = false }: { readonly dryRun?: boolean },
): Promise<void> {
  const path = `/api/mappings/${table}/${encodeURIComponent(key)}${dryRun ? '?dryRun=true' : ''}`;
  const { versions } = await askConsole(terminal, 'DELETE', path, Removed);
  for (const { value, validFrom } of versions)
    terminal.out(`${printable(`- ${table} ${key}${since(validFrom)}: ${describe(value)}`)}\n`);
  terminal.out(dryRun ? 'It was a dry run: nothing was removed.\n' : 'Removed.\n');
}

interface ListOptions {
  readonly table?: MappingTable;
  readonly output: Output;
}

async function listMappings(terminal: Terminal, { table, output }: ListOptions): Promise<void> {
  const answer = await askConsole(terminal, 'GET', `/api/mappings${queryOf(table)}`, List);
  if (output === 'json') return printJson(terminal, answer);
  const rows = answer.rows.map((row, index) => {
    // Who wrote, and when, is kept for a key and not for each of its versions: it stands beside the first of them.
    const before = answer.rows[index - 1];
    const isFirst = before?.table !== row.table || before.key !== row.key;
    const written = isFirst ? [row.updatedBy, shortTime(row.updatedAt)] : ['', ''];
    return [row.table, row.key, row.validFrom ?? '', describe(row.value), ...written];
  });
  terminal.out(formatTable(['TABLE', 'KEY', 'FROM', 'VALUE', 'BY', 'SINCE'], rows, terminal.columns));
  suggest(terminal, 'sluice mappings export > mappings.csv', 'sluice mappings import mappings.csv --dry-run');
}

const queryOf = (table: MappingTable | undefined): string => (table === undefined ? '' : `?table=${table}`);

async function exportMappings(terminal: Terminal, { table }: Pick<ListOptions, 'table'>): Promise<void> {
  const { rows } = await askConsole(terminal, 'GET', `/api/mappings${queryOf(table)}`, List);
  terminal.out(writeMappingFile(rows));
}

interface MissingOptions {
  readonly table?: MappingTable;
  readonly output: Output | 'csv';
}

async function showMissing(terminal: Terminal, { table, output }: MissingOptions): Promise<void> {
  const answer = await askConsole(terminal, 'GET', `/api/mappings/missing${queryOf(table)}`, Missing);
  if (output === 'json') return printJson(terminal, answer);
  if (answer.missing.length === 0) return terminal.out('No document waits for a row.\n');
  const toFillIn = writeMappingFile(answer.missing.map(({ table: of, key }) => ({ table: of, key, value: {} })));
  if (output === 'csv') return terminal.out(toFillIn);
  const rows = answer.missing.map((one) => [
    one.table,
    one.key,
    String(one.documents),
    shortTime(one.since),
    one.examples.map(({ type, id }) => `${type}/${id}`).join(', '),
  ]);
  terminal.out(formatTable(['TABLE', 'KEY', 'DOCUMENTS', 'SINCE', 'SUCH AS'], rows, terminal.columns));
  terminal.out(`\nTo fill in, each row the columns of its own table:\n\n${printableLines(toFillIn)}`);
  const only = table === undefined ? '' : ` --table ${table}`;
  suggest(
    terminal,
    `sluice mappings missing${only} -o csv > missing.csv`,
    'sluice mappings import missing.csv --dry-run',
    'sluice mappings import missing.csv',
  );
}

const describe = (value: Readonly<Record<string, string>>): string =>
  Object.entries(value)
    .map(([column, cell]) => `${column}=${cell}`)
    .join(' ');
