import { columnsOf } from '@sluice/shared/messages/check-mapping';
import { mappingTables } from '@sluice/shared/messages/mapping';
import { validFromColumn } from './read-mapping-file.js';

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
  return [['table', 'key', validFromColumn, ...columns], ...lines]
    .map((cells) => `${cells.map(quoted).join(',')}\n`)
    .join('');
}

const quoted = (cell: string): string => (/[",;\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
