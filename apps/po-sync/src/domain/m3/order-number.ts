import { orderNumberIn } from './create-order-script.js';
import { confirmedNumbersIn } from './find-order-script.js';
import type { ConfirmedOrder, OrderFoundInM3 } from '../translate/order-in-m3.js';
import type { OrderView } from '../order-view.js';

type Facts = Pick<OrderView, 'fact'>;

/** The number that M3 gave: AddHead answers it at once; an order that was found has it. */
export function numberOf(view: Facts, confirmed: ConfirmedOrder): string | undefined {
  if (!('found' in confirmed)) return orderNumberIn(view.fact('add-head')?.records[0]);
  const numbers = numbersFound(view, confirmed);
  return numbers.length === 1 ? numbers[0] : undefined;
}

/** Looked for once more since, it may be another list. */
export const numbersFound = (view: Facts, { reference, found }: OrderFoundInM3): readonly string[] => {
  const confirm = view.fact('confirm');
  return confirm === undefined ? found : confirmedNumbersIn(confirm.records, reference);
};
