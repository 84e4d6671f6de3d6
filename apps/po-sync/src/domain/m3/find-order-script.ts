import type { Script } from '@sluice/reconciler/decision';
import { defineM3Read, m3Text, type M3Read } from '@sluice/reconciler/read';
import { absentCodes } from '@sluice/shared/m3/field';
import type { Outcome } from '@sluice/shared/messages/outcome';
import type { M3Step } from '@sluice/shared/script';
import type { PurchaseOrderSettings } from '../settings.js';
import type { ConfirmedOrder, OrderInM3 } from './order-in-m3.js';

/**
 * An order with our reference may be there already: made before a restart from an old backup, or by a person. The
 * search may return more than it should, so each hit is confirmed by our reference on its head. No hit proves nothing.
 *
 * Without the search (`none`, for a tenant whose search does not index the reference) an order that M3 holds but our
 * records have lost is not noticed here: such a create goes to a person when the gateway has no history of it.
 */
export function lookupFirst(order: OrderInM3, settings: PurchaseOrderSettings): M3Step[] {
  if (settings.lookup === 'none') return [];
  const { reference } = order;
  return [
    searchByReference(reference, settings).step,
    { ...confirmReference.step, ifFound: { do: 'stop', match: { YRE1: reference } } },
  ];
}

/** The same by itself: which orders carry our reference by now? */
export const findOrderScript = (
  { company, division, reference }: Pick<ConfirmedOrder, 'company' | 'division' | 'reference'>,
  settings: PurchaseOrderSettings,
): Script => ({
  system: 'm3',
  kind: 'read',
  company,
  ...(division !== '' && { division }),
  steps: [searchByReference(reference, settings).step, confirmReference.step],
});

const searchByReference = (reference: string, settings: PurchaseOrderSettings): M3Read<readonly string[]> =>
  defineM3Read({
    id: 'find',
    program: 'PPS200MI',
    independent: false,
    absentCodes: absentCodes.order,
    transactions: [
      {
        transaction: 'SearchHead',
        record: { SQRY: settings.lookupQuery.replaceAll('<po-number>', reference) },
        returns: ['PUNO'],
      },
    ],
    parse: (records) => records.flat().map(({ PUNO }) => m3Text(PUNO)),
  });

interface Hit {
  readonly number: string;
  readonly reference: string;
}

/** The heads of the orders that the search returned. */
export const confirmReference: M3Read<readonly Hit[]> = defineM3Read({
  id: 'confirm',
  program: 'PPS200MI',
  independent: false,
  forEach: 'find',
  absentCodes: absentCodes.order,
  transactions: [
    {
      transaction: 'GetHead',
      record: { PUNO: { from: 'find', field: 'PUNO' } },
      returns: ['PUNO', 'YRE1', 'OURR', 'SUNO', 'CUCD'],
    },
  ],
  parse: (records) => records.flat().map(({ PUNO, YRE1 }) => ({ number: m3Text(PUNO), reference: m3Text(YRE1) })),
});

/** The numbers of the orders that carry our reference, each once. */
export const withReference = (hits: readonly Hit[], reference: string): string[] => {
  const ours = hits.filter((hit) => hit.reference === reference && hit.number !== '');
  return [...new Set(ours.map(({ number }) => number))];
};

/** The same of an outcome; none where it was not asked for. */
export function numbersWithReference({ steps }: Outcome, reference: string): string[] {
  const confirmed = steps.find(({ id }) => id === confirmReference.step.id);
  return confirmed === undefined ? [] : withReference(confirmReference.parse(confirmed.records), reference);
}
