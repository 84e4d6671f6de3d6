import type { Script } from '@sluice/reconciler/decision';
import { absentCodes } from '@sluice/shared/m3/field';
import type { M3Step } from '@sluice/shared/script';
import type { OrderFoundInM3, OrderInM3 } from '../translate/order-in-m3.js';
import type { PurchaseOrderSettings } from '../settings.js';

/**
 * An order with our reference may be there already: made before a restart from an old backup, or by a person. The
 * search may return more than it should, so each hit is confirmed by our reference on its head. No hit proves nothing.
 *
 * Without the look (`none`, for a tenant whose search does not index the reference) an order that M3 holds but our
 * records have lost is not noticed here: such a create goes to a person when the gateway has no history of it.
 */
export function lookupFirst(order: OrderInM3, settings: PurchaseOrderSettings): M3Step[] {
  if (settings.lookup === 'none') return [];
  const { find, confirm } = lookupSteps(order.reference, settings);
  return [find, { ...confirm, ifFound: { do: 'stop', match: { YRE1: order.reference } } }];
}

/** The same look by itself: which orders carry our reference by now? */
export function findOrderScript(order: OrderFoundInM3, settings: PurchaseOrderSettings): Script {
  const { find, confirm } = lookupSteps(order.reference, settings);
  const { company, division } = order;
  return { system: 'm3', kind: 'read', company, ...(division !== '' && { division }), steps: [find, confirm] };
}

const lookupSteps = (reference: string, settings: PurchaseOrderSettings): { find: M3Step; confirm: M3Step } => ({
  find: {
    id: 'find',
    kind: 'read',
    program: 'PPS200MI',
    independent: false,
    absentCodes: [...absentCodes.order],
    transactions: [
      {
        transaction: 'SearchHead',
        record: { SQRY: settings.lookupQuery.replaceAll('<po-number>', reference) },
        returns: ['PUNO'],
      },
    ],
  },
  confirm: {
    id: 'confirm',
    kind: 'read',
    program: 'PPS200MI',
    independent: false,
    forEach: 'find',
    absentCodes: [...absentCodes.order],
    transactions: [
      {
        transaction: 'GetHead',
        record: { PUNO: { from: 'find', field: 'PUNO' } },
        returns: ['PUNO', 'YRE1', 'OURR', 'SUNO', 'CUCD'],
      },
    ],
  },
});

/** The numbers of the orders that M3 confirmed to carry our reference. */
export function confirmedNumbersIn(
  records: readonly (readonly Readonly<Record<string, unknown>>[])[],
  reference: string,
): string[] {
  const ours = records.flat().filter((head) => textIn(head['YRE1']) === reference);
  return [...new Set(ours.flatMap((head) => textIn(head['PUNO']) ?? []))];
}

const textIn = (value: unknown): string | undefined => {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return text === '' ? undefined : text;
};
