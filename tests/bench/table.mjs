/** Rows of cells as lines of text, the columns aligned; what is a number stands on the right. */
export function table(rows) {
  const cells = rows.map((row) => row.map(textOf));
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  return cells
    .map((row, index) =>
      row
        .map((cell, column) =>
          typeof rows[index][column] === 'number' ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
        )
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `  ${line}`)
    .join('\n');
}

const textOf = (cell) => (typeof cell === 'number' && !Number.isInteger(cell) ? cell.toFixed(1) : String(cell));
