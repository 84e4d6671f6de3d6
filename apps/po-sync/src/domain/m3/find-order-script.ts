import type { Script } from '@sluice/reconciler/decision';
import { defineM3Read, m3Text, type M3Read } from '@sluice/reconciler/read';
import { absentCodes, mayBeCutFrom } from '@sluice/shared/m3/field';
import type { Outcome } from '@sluice/shared/messages/outcome';
import type { M3Step } from '@sluice/shared/script';
import type { PurchaseOrderSettings } from '../settings.js';
import type { ConfirmedOrder, OrderInM3 } from './order-in-m3.js';

/**
 * An order with our reference may be there already: made before a restart from an old backup, or by a person. The
 * search may return more than it should, so each hit is confirmed by our reference on its head. No hit proves nothing, and
 * neither does a list of hits that M3 may have cut: then nothing is created.
 *
 * Without the search (`none`, for a tenant whose search does not index the reference) an order that M3 holds but our
 * records have lost is not noticed here: such a create goes to a person when the gateway has no history of it.
 */
export function lookupFirst(order: OrderInM3, settings: PurchaseOrderSettings): M3Step[] {
  const { reference } = order;
  const ifFound = { do: 'stop', match: { YRE1: reference } } as const;
  // A number of Coupa's serves one order in M3: what is under it can be asked without a search.
  const byNumber = settings.orderNumbers === 'coupa' ? [{ ...confirmNumber(reference).step, ifFound }] : [];
  if (settings.lookup === 'none') return byNumber;
  return [searchByReference(reference, settings).step, { ...confirmReference.step, ifFound }, ...byNumber];
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
    mayBeCutFrom,
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

/** The head of the order under a number, where Coupa's is M3's. */
const confirmNumber = (number: string): M3Read<readonly Hit[]> =>
  defineM3Read({
    id: 'confirm-number',
    program: 'PPS200MI',
    independent: false,
    absentCodes: absentCodes.order,
    transactions: [
      { transaction: 'GetHead', record: { PUNO: number }, returns: ['PUNO', 'YRE1', 'OURR', 'SUNO', 'CUCD'] },
    ],
    parse: confirmReference.parse,
  });

/** The numbers of the orders that carry our reference, each once. */
export const withReference = (hits: readonly Hit[], reference: string): string[] => {
  const ours = hits.filter((hit) => hit.reference === reference && hit.number !== '');
  return [...new Set(ours.map(({ number }) => number))];
};

/** The same of an outcome; none where it was not asked for. */
export function numbersWithReference({ steps }: Outcome, reference: string): string[] {
  const confirming = [confirmReference.step.id, confirmNumber(reference).step.id];
  const hits = steps
    .filter(({ id }) => confirming.includes(id))
    .flatMap(({ records }) => confirmReference.parse(records));
  return withReference(hits, reference);
}
