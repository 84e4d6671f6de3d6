import { printable } from './printable.js';

/** Columns as wide as their widest cell; the last column is as long as it is. An empty list is just the heads. */
export function formatTable(heads: readonly string[], written: readonly (readonly string[])[]): string {
  const rows = written.map((row) => row.map(printable));
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    heads
      .map((_head, column) => (cells[column] ?? '').padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return `${[heads, ...rows].map(line).join('\n')}\n`;
}

/** A moment as people read it: UTC, to the second. */
export const shortTime = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)}Z`;
