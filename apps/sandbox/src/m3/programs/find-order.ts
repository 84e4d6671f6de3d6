import type { M3World } from '../m3-world.js';
import { Nok } from '../nok.js';
import type { Order } from '../orders/order.js';
import type { Call } from '../program.js';

/** The order that a call names. What is still in batch entry is none. */
export function findOrder(call: Call, m3: M3World): Order {
  const puno = call.record['PUNO'] ?? '';
  const order = m3.order(call.cono, puno);
  if (!order) throw new Nok({ code: 'WPU0803', field: 'PUNO', text: `Order number ${puno} does not exist` });
  return order;
}
