import { checkMapping, columnsOf, isMappingTable, type MappingRow } from '@sluice/shared/messages/check-mapping';
import { mappingKey, mappingTables, mappingValues, type MappingTable } from '@sluice/shared/messages/mapping';
import { asWritten, readCsv, writeCsv, type CsvLine } from './csv-file.js';

export interface MappingFile {
  readonly rows: readonly MappingRow[];
  /** Every problem with its line, column and what to do; with one problem none of the rows should be used. */
  readonly problems: readonly string[];
}

/** The column that says from which day on a row says so. */
export const validFromColumn = 'valid-from';

const columnsOfAll = [...new Set(mappingTables.flatMap(columnsOf))];
const columnsOfEveryRow = ['table', 'key', validFromColumn];

/** The format of a file of mapping rows, for people. */
export const mappingFileFormat = `The file is CSV in UTF-8, separated by commas or semicolons. Its first line names the columns: table, key, and those
of the tables in it, in any order. A row fills the columns of its own table and leaves the others empty.

${mappingTables.map((table) => `  ${table.padEnd(14)}${columnsOf(table).join(', ')}`).join('\n')}

  table,key,${validFromColumn},unit,decimals,paymentTerms
  unit,BOX,,PCE,0,
  payment-term,Net 30,,,,30
  payment-term,Net 30,2027-01-01,,,45

A row that is valid only from a certain day has that day under ${validFromColumn}; without one it has always been valid. The
rows of the same key for other days stay as they are.

The key is Coupa's code, exactly as Coupa writes it. All rows are imported, or none. An apostrophe before =, +, - or @ is
left out: exports have it there, so that a spreadsheet shows such a cell and does not compute it.`;

/** Reads the rows of a file. What is wrong is named with its line, all of it at once. */
export function readMappingFile(bytes: Uint8Array): MappingFile {
  const read = readCsv(bytes);
  if ('problem' in read) return only(read.problem);
  const { lines } = read;
  const [head, ...body] = lines;
  if (head === undefined) return only('The file is empty: its first line must name the columns.');
  const columns = head.cells.map((cell) => cell.trim());
  const problems = problemsOfHead(head.number, columns);
  if (problems.length > 0) return { rows: [], problems };
  return readRows(columns, body);
}

const only = (problem: string): MappingFile => ({ rows: [], problems: [problem] });

function problemsOfHead(line: number, columns: readonly string[]): string[] {
  const problems = ['table', 'key']
    .filter((needed) => !columns.includes(needed))
    .map((needed) => `line ${line}: the column "${needed}" is missing`);
  for (const [index, column] of columns.entries()) {
    const place = `line ${line}, column ${index + 1}`;
    if (!columnsOfEveryRow.includes(column) && !columnsOfAll.includes(column))
      problems.push(
        `${place}: "${column}" is no column; there are ${[...columnsOfEveryRow, ...columnsOfAll].join(', ')}`,
      );
    else if (columns.indexOf(column) !== index) problems.push(`${place}: "${column}" is there twice`);
  }
  return problems;
}

function readRows(columns: readonly string[], lines: readonly CsvLine[]): MappingFile {
  const rows: MappingRow[] = [];
  const problems: string[] = [];
  const firstLine = new Map<string, number>();
  for (const { number, cells } of lines) {
    if (cells.length > columns.length) {
      problems.push(
        `line ${number}: has ${cells.length} cells, but there are ${columns.length} columns: quote cells that hold a separator`,
      );
      continue;
    }
    const named = Object.fromEntries(columns.map((column, index) => [column, asWritten(cells[index] ?? '')]));
    const { table = '', key = '', [validFromColumn]: validFrom = '', ...value } = named;
    const checked = checkMapping(table, key, ofTable(table, value), validFrom.trim() || undefined);
    problems.push(...checked.problems.map(({ column, message }) => `line ${number}, ${inFile(column)}: ${message}`));
    if (!('row' in checked)) continue;
    const version = `${mappingKey(checked.row.table, checked.row.key)} ${checked.row.validFrom ?? ''}`;
    const first = firstLine.get(version);
    if (first !== undefined)
      problems.push(`line ${number}, key: "${checked.row.key}" stands in line ${first} already: keep one of them`);
    firstLine.set(version, first ?? number);
    rows.push(checked.row);
  }
  if (lines.length === 0) problems.push('The file has no rows below its first line.');
  return { rows, problems };
}

const inFile = (column: string): string => (column === 'validFrom' ? validFromColumn : column);

/** The cells of the row's own table, and those that should have been left empty. */
function ofTable(table: string, cells: Record<string, string>): Record<string, string> {
  const needed = isMappingTable(table) ? columnsOf(table).filter((column) => !mayBeLeftOut(table, column)) : [];
  return Object.fromEntries(Object.entries(cells).filter(([column, cell]) => cell !== '' || needed.includes(column)));
}

function mayBeLeftOut(table: MappingTable, column: string): boolean {
  const columns: Readonly<Record<string, { safeParse(value: unknown): { success: boolean } }>> =
    mappingValues[table].shape;
  return columns[column]?.safeParse(undefined).success === true;
}

export interface RowToWrite {
  readonly table: string;
  readonly key: string;
  readonly value: Readonly<Record<string, string>>;
  readonly validFrom?: string | undefined;
}

/** Rows as a file that `mappings import` reads back to the very same rows. Only columns that a row's table has. */
export function writeMappingFile(rows: readonly RowToWrite[]): string {
  const tables = new Set(rows.map(({ table }) => table));
  const known = mappingTables.filter((table) => tables.has(table)).flatMap(columnsOf);
  const columns = [...new Set([...known, ...rows.flatMap(({ value }) => Object.keys(value))])];
  const lines = rows.map(({ table, key, validFrom = '', value }) => [
    table,
    key,
    validFrom,
    ...columns.map((column) => value[column] ?? ''),
  ]);
  return writeCsv([['table', 'key', validFromColumn, ...columns], ...lines]);
}
