import { z } from 'zod';
import { toCode } from '../code-text.js';
import { mappingTables, mappingValues, type MappingTable } from './mapping.js';

/** One row of a mapping table as a person writes it. */
export interface MappingRow {
  readonly table: MappingTable;
  readonly key: string;
  readonly value: Readonly<Record<string, string>>;
  /** The day (`yyyy-MM-dd`) from which the row says so; without it, it has always said so. */
  readonly validFrom?: string;
}

/** What is wrong with a row: the column (`table`, `key` or one of the table's own), and what to do about it. */
export interface MappingProblem {
  readonly column: string;
  readonly message: string;
}

/** The columns that the rows of a table have besides `table` and `key`. */
export const columnsOf = (table: MappingTable): string[] => Object.keys(mappingValues[table].shape);

export const isMappingTable = (name: string): name is MappingTable => mappingTables.some((table) => table === name);

/**
 * The one rule for what may stand in a mapping table, for the API and for files alike: key and cells are read as the
 * person meant them, without blanks around them and characters that nobody sees. All problems of the row are named at
 * once; a row without problems is answered as `row`.
 */
export function checkMapping(
  table: string,
  writtenKey: string,
  value: Readonly<Record<string, unknown>>,
  validFrom?: string,
): { readonly row: MappingRow; readonly problems: [] } | { readonly problems: MappingProblem[] } {
  if (!isMappingTable(table))
    return {
      problems: [{ column: 'table', message: `"${table}" is no table; use one of ${mappingTables.join(', ')}` }],
    };
  const key = toCode(writtenKey);
  const problems = [...problemsOfKey(key), ...problemsOfDay(validFrom)];
  const columns = columnsOf(table);
  for (const column of Object.keys(value))
    if (!columns.includes(column))
      problems.push({ column, message: `is no column of the table ${table}; it has ${columns.join(', ')}` });
  const parsed = mappingValues[table].safeParse(value);
  if (parsed.success && problems.length === 0) {
    const row = { table, key, value: filled(parsed.data) };
    return { row: validFrom === undefined ? row : { ...row, validFrom }, problems: [] };
  }
  for (const issue of parsed.error?.issues ?? [])
    problems.push({ column: issue.path.join('.'), message: issue.message });
  return { problems };
}

/** Columns that may be left out are left out. */
const filled = (value: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(value).filter((column): column is [string, string] => column[1] !== undefined));

function problemsOfKey(key: string): MappingProblem[] {
  const column = 'key';
  if (key === '') return [{ column, message: 'is empty: the code that Coupa uses' }];
  if (key.length > 255) return [{ column, message: 'has more than 255 characters: the code that Coupa uses' }];
  return [];
}

const problemsOfDay = (validFrom: string | undefined): MappingProblem[] =>
  validFrom === undefined || z.iso.date().safeParse(validFrom).success
    ? []
    : [{ column: 'validFrom', message: `"${validFrom}" is no day: write it as 2026-03-31` }];
