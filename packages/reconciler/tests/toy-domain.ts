import { z } from 'zod';
import { equalTargets } from '../src/canonical-form.js';
import { done, send, waiting, type Decisions, type Domain, type Script, type View } from '../src/decision.js';

/** An order as small as can be: it needs one mapping, goes to M3, and its number goes back to Coupa. */
export const ToyOrder = z.object({ number: z.string(), unit: z.string(), quantity: z.string() });
export type ToyOrder = z.infer<typeof ToyOrder>;

export const m3Destination = 'm3/100';

export const toyOrder = (over: Partial<ToyOrder> = {}): ToyOrder => ({
  number: '7001',
  unit: 'EA',
  quantity: '5',
  ...over,
});

export const writeToM3 = (target: unknown): Script => ({
  system: 'm3',
  kind: 'write',
  target,
  company: '100',
  steps: [
    {
      id: 'add-lines',
      kind: 'write',
      program: 'TOY001MI',
      independent: false,
      transactions: [
        { transaction: 'AddLine', record: { LINE: '1' }, returns: [] },
        { transaction: 'AddLine', record: { LINE: '2' }, returns: [] },
      ],
    },
  ],
});

export const readFromM3 = (number: string): Script => ({
  system: 'm3',
  kind: 'read',
  company: '100',
  steps: [
    {
      id: 'get-order',
      kind: 'read',
      program: 'TOY001MI',
      independent: true,
      transactions: [{ transaction: 'Get', record: { ORDR: number }, returns: ['QTY'] }],
    },
  ],
});

export const writeToCoupa = (target: unknown): Script => ({
  system: 'coupa',
  kind: 'write',
  target,
  steps: [{ id: 'exported', method: 'PUT', path: '/api/purchase_orders/1', repeat: 'safe' }],
});

/** What the toy decides unless a test says otherwise. */
export function decideToy(view: View<ToyOrder>): Decisions {
  const { desired } = view;
  if (!desired || view.removed) return { [m3Destination]: done('Ignored') };
  const unit = view.lookup('mapping.v1', `unit/${desired.unit}`);
  if (!unit.value)
    return {
      [m3Destination]: waiting([unit.ref], { code: 'mapping-missing', message: `unit ${desired.unit} has no mapping` }),
    };
  const target = { number: desired.number, unit: unit.value.value['unit'], quantity: desired.quantity };
  const m3 = view.destination(m3Destination);
  const m3Decision = equalTargets(m3.acknowledged, target) ? done('Posted') : send(writeToM3(target));
  if (m3.acknowledged === undefined) return { [m3Destination]: m3Decision };
  const shown = { number: desired.number };
  const coupa = equalTargets(view.destination('coupa').acknowledged, shown)
    ? done('Posted')
    : send(writeToCoupa(shown));
  return { [m3Destination]: m3Decision, coupa };
}

export const toyDomain = (decide: (view: View<ToyOrder>) => Decisions = decideToy): Domain<ToyOrder> => ({
  type: 'purchase-order',
  lookups: ['mapping.v1', 'xref.supplier.v1'],
  parse: (stored) => ToyOrder.parse(stored),
  decide,
  describe: ({ document, desired }) => ({ title: `PO ${desired?.number ?? document.id}` }),
  observed: (_destination, outcome) => outcome.steps[0]?.records[0]?.[0],
});
