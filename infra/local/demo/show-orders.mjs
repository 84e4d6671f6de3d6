/** The table of the orders, as lines of text. */
export function orderTable(orders) {
  const rows = [['COUPA', 'ORDER', 'STATUS', 'M3'], ...orders.map(row)];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((cells) => cells[column].length)));
  return rows.map((cells) => `  ${cells.map((cell, column) => cell.padEnd(widths[column])).join('   ')}`.trimEnd());
}

const row = (order) => [order.id, order.title, statusOf(order), order.m3Number ?? '-'];

export const statusOf = ({ status, why }) => (status === 'Posted' || why === undefined ? status : `${status}: ${why}`);

/** Shows the table anew whenever it changed: in a terminal in its place, elsewhere one line for each order that moved. */
export function orderView(output = process.stdout) {
  let shown = [];
  let moved = new Map();
  const startedAt = Date.now();
  const inPlace = (orders) => {
    const lines = orderTable(orders);
    if (lines.join('\n') === shown.join('\n')) return;
    if (shown.length > 0) output.write(`\x1b[${shown.length}A\x1b[0J`);
    output.write(`${lines.map((line) => line.slice(0, output.columns || 200)).join('\n')}\n`);
    shown = lines;
  };
  const lineByLine = (orders) => {
    const rows = new Map(orders.map((order) => [order.id, row(order).join('  ')]));
    for (const [id, line] of rows)
      if (moved.get(id) !== line)
        output.write(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
    moved = rows;
  };
  const show = output.isTTY ? inPlace : lineByLine;
  /** After other text was written: the next table begins below it. */
  show.again = () => {
    shown = [];
  };
  return show;
}

/** What there is instead, one sentence an order. */
export const complaints = (orders) =>
  orders.map((order) => {
    const held = order.held.map(({ puno, lines }) => `${puno} with ${lines} line(s)`).join(', ') || 'nothing';
    const expected = `one order with ${order.lines} line(s)${order.waitsFor ? `, once ${order.waitsFor} is there` : ''}`;
    return `${order.id} ${order.title}: ${statusOf(order)}; M3 holds ${held}, expected ${expected}`;
  });
