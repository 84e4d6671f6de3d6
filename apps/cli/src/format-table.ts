import { printable } from './printable.js';

/**
 * Columns as wide as their widest cell. The last column is as long as it is, or wrapped where it goes to a terminal of so
 * many columns. An empty list is just the heads.
 */
export function formatTable(
  heads: readonly string[],
  written: readonly (readonly string[])[],
  terminalColumns?: number,
): string {
  const rows = written.map((row) => row.map(printable));
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => (row[column] ?? '').length)));
  const last = heads.length - 1;
  const before = widths.slice(0, last).reduce((sum, width) => sum + width + 2, 0);
  const width = widthBeside(terminalColumns, before);
  const line = (cells: readonly string[]): string => {
    const [first = '', ...more] = wrapText(cells[last] ?? '', width);
    const left = heads.slice(0, last).map((_head, column) => (cells[column] ?? '').padEnd(widths[column] ?? 0));
    return [[...left, first].join('  ').trimEnd(), ...more.map((text) => `${' '.repeat(before)}${text}`)].join('\n');
  };
  return `${[heads, ...rows].map(line).join('\n')}\n`;
}

/** Labels and their texts, one below the other. */
export function formatPairs(facts: readonly (readonly [string, string])[], terminalColumns?: number): string {
  const clean = facts.map(([label, text]) => [printable(label), printable(text)] as const);
  const left = Math.max(0, ...clean.map(([label]) => label.length)) + 2;
  const width = widthBeside(terminalColumns, left);
  return clean
    .flatMap(([label, text]) =>
      wrapText(text, width).map((line, index) => `${(index === 0 ? label : '').padEnd(left)}${line}`.trimEnd()),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** A moment as people read it: UTC, to the second. */
export const shortTime = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)}Z`;

/** A text in lines of at most so many characters; words that are longer than a line are broken. No width: one line. */
export function wrapText(text: string, width: number | undefined): string[] {
  if (width === undefined || text.length <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  return [...lines, line];
}

/** Below this a column would be harder to read than a line that the terminal breaks. */
const narrowest = 24;

/** What is left of a terminal of so many columns beside what stands before; `undefined` where the output is no terminal. */
export function widthBeside(columns: number | undefined, taken: number): number | undefined {
  return columns === undefined || columns - taken < narrowest ? undefined : columns - taken;
}
