import type { Reason } from '@sluice/shared/status';
import type { OrderInM3 } from '../translate/order-in-m3.js';

/**
 * What is said beside an order in M3 with lines that were wanted before the order was made; `undefined` where there are
 * none. Counted from the day of the order and not from today, so that time alone makes no date wrong.
 */
export function pastDates({ orderDate, lines }: OrderInM3): Reason | undefined {
  const past = orderDate === undefined ? [] : lines.filter(({ deliveryDate }) => deliveryDate < orderDate);
  if (past.length === 0) return undefined;
  const numbers = past.map(({ number }) => number).join(', ');
  return { code: 'date-past', message: `Sent as it is: wanted before the order was made, line ${numbers}` };
}
