import { CsvError, parse } from 'csv-parse/sync';

/** A row of a CSV file as it stands there, and on which line it ends. */
export interface CsvLine {
  readonly number: number;
  readonly cells: readonly string[];
}

/** The rows of a file, blank ones left out; or what is wrong with the file as a whole. */
export function readCsv(bytes: Uint8Array): { readonly lines: readonly CsvLine[] } | { readonly problem: string } {
  const text = decode(bytes);
  if (text === undefined) return { problem: 'The file is not in UTF-8: save it as "CSV UTF-8".' };
  try {
    return { lines: linesOf(text) };
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown;
    return { problem: `The file is no CSV: ${thrown.message}.` };
  }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Spreadsheets of some countries separate by semicolons: the first line shows which it is. */
function linesOf(text: string): CsvLine[] {
  const [first = ''] = text.split(/\r?\n/, 1);
  const parsed = parse(text, {
    delimiter: first.includes(';') && !first.includes(',') ? ';' : ',',
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
  }) as unknown as { record: string[]; info: { lines: number } }[];
  return parsed
    .map(({ record, info }) => ({ number: info.lines, cells: record }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
}

/** Rows as a file that {@link readCsv} reads back, each cell through {@link asWritten}, to the very same. */
export const writeCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((cells) => `${cells.map(quoted).join(',')}\n`).join('');

const quoted = (written: string): string => {
  const cell = withoutFormula(written);
  return /[",;\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
};

/**
 * Codes and names come from Coupa, where suppliers and requesters type: a spreadsheet takes a cell that begins with one of
 * these for a formula and computes it. With an apostrophe before it, it is text; reading takes the apostrophe off again.
 */
const withoutFormula = (cell: string): string => (/^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);
export const asWritten = (cell: string): string => (/^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);
