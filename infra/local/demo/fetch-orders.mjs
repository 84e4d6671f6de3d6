/**
 * What became of each order: the console's record, and what the sandbox's M3 holds under the order's number.
 * @returns {Promise<{ id, title, waitsFor, status, m3Number, waitingFor: string[], why, held: { lines: number }[] }[]>}
 */
export function fetchOrders({ orders, consoleApi, sandbox }) {
  return Promise.all(
    orders.map(async (order) => {
      const record = await recordOf(consoleApi, order.id);
      const held = await heldInM3(sandbox, order.id);
      if (record === undefined) return { ...notSeen(order), held };
      return {
        ...notSeen(order),
        status: record.status,
        m3Number: record.m3?.number,
        waitingFor: record.waitingFor ?? [],
        why: record.reason?.message,
        held,
      };
    }),
  );
}

/** An order that has no record yet. */
export const notSeen = ({ id, title, waitsFor, order }) => ({
  id,
  title,
  waitsFor,
  lines: order['order-lines'].length,
  status: 'Not seen yet',
  waitingFor: [],
  held: [],
});

async function recordOf(consoleApi, id) {
  const { records } = await consoleApi('GET', `/api/records?type=purchase-order&q=${id}&limit=50`);
  return records.find((record) => record.id === id);
}

async function heldInM3(sandbox, number) {
  const { orders } = await sandbox.admin('GET', `/admin/m3/orders?cono=100&yre1=${number}`);
  return orders.map(({ puno, lines }) => ({ puno, lines: lines.length }));
}

/** Whether M3 holds the order exactly once, whole, under the number that the console shows. */
export const isInM3 = ({ status, m3Number, held, lines }) =>
  status === 'Posted' && held.length === 1 && held[0].puno.trim() === m3Number && held[0].lines === lines;

export const waitsForItsMapping = ({ status, waitsFor, waitingFor, held }) =>
  waitsFor !== undefined && status === 'Waiting' && waitingFor.includes(waitsFor) && held.length === 0;
