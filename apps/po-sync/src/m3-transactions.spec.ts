import type { Script } from '@sluice/reconciler/decision';
import { toDecimalText, type DecimalText } from '@sluice/shared/decimal';
import type { M3Transaction } from '@sluice/shared/script';
import { given } from '@sluice/testing/specification/given';
import { expect, it } from 'vitest';
import { config } from './config.js';
import { readEntry, readEntryLines, readMessageTexts, readScript } from './domain/m3/batch-entry-script.js';
import { batchMessages } from './domain/m3/batch-messages.js';
import { checkInM3Script } from './domain/m3/check-in-m3-script.js';
import { createOrderScript } from './domain/m3/create-order-script.js';
import type { AddressInM3, OrderInM3, OrderLineInM3 } from './domain/m3/order-in-m3.js';
import { readMetadata } from './domain/metadata/read-metadata.js';
import { readOrderScript, withAllLines } from './domain/m3/read-order-script.js';
import { purchaseOrderDomain } from './domain/purchase-order-domain.js';
import { m3Transactions } from './m3-transactions.js';
import { purchaseOrderSettings } from './purchase-order-settings.js';

const settings = purchaseOrderSettings(
  config.parse(
    Object.fromEntries(
      config.settings
        .filter(({ schema }) => !schema.safeParse(undefined).success)
        .map(({ name, example = '' }) => [name, example]),
    ),
  ),
);

const one = toDecimalText('1') as DecimalText;

/** Nothing may be left out of it, so that every field that a script can fill is filled. */
const order: Required<Omit<OrderInM3, 'lines'>> & {
  readonly deliveryAddress: Required<AddressInM3>;
  readonly lines: readonly Required<OrderLineInM3>[];
} = {
  company: '100',
  division: 'AAA',
  reference: '2400',
  supplier: 'Y30001',
  warehouse: 'W01',
  facility: 'F01',
  deliveryAddress: {
    name: 'Acme',
    lines: ['Quay 1', 'Dock 2', 'Shed 3', 'Door 4'],
    town: 'Ghent',
    postalCode: '9000',
    state: 'VO',
    country: 'BE',
  },
  orderType: 'C01',
  currency: 'EUR',
  paymentTerms: 'N30',
  buyer: 'COUPA',
  orderDate: '20260309',
  deliveryDate: '20260401',
  lines: [
    {
      coupaLineId: '240001',
      part: 1,
      number: 1,
      item: 'BRG6204',
      warehouse: 'W02',
      facility: 'F01',
      quantity: one,
      unit: 'PCS',
      price: one,
      deliveryDate: '20260401',
      taxCode: '21',
      name: 'Bearing',
      description: 'Bearing',
      text: ['of steel'],
      supplierItem: '6204',
      dimensions: ['4410', 'CC12', '3', '4', '5', '6', '7'],
    },
  ],
};

/** What is asked about a batch entry that made no order: first M3's messages, then what is in the one that names it. */
function batchScripts(): Script[] {
  const notThereAt = '2026-03-09T17:20:00.000Z';
  const document = given(purchaseOrderDomain(settings), '2400').at('2026-03-09T17:22:00.000Z');
  const listed = document.reading('m3', 'batch-messages', [[{ MTPE: '175', DTID: '7', MSGT: 'Entry 4711' }]], {
    readAt: '2026-03-09T17:21:00.000Z',
  });
  return [document, listed].map((known) => {
    const view = known.view();
    const entry = { confirmed: order, since: '2026-03-09T17:12:00.000Z', number: '4711' };
    const messages = batchMessages(view, entry, notThereAt, settings);
    if (!('ask' in messages)) throw new Error('M3 is not asked');
    return messages.ask;
  });
}

/** What is asked about an order of which M3 listed only the first lines. */
function singleLinesScript(): Script {
  const view = given(purchaseOrderDomain(settings), '2400').view();
  const listed = { state: 'present', readAt: view.now, mayBeCut: true, justCompleted: false, lines: [] } as const;
  const script = withAllLines(view, { ...order, number: '4711' }, listed, order.lines);
  if ('state' in script) throw new Error('M3 is not asked');
  return script;
}

const programs = new Map<string, Set<string>>();
const note = (program: string, { transaction, record }: M3Transaction): void => {
  const name = `${program} ${transaction}`;
  programs.set(name, new Set([...(programs.get(name) ?? []), ...Object.keys(record)]));
};
for (const { system, steps } of [
  createOrderScript(order, { ...settings, lookup: 'search-head' }, { entriesAreReadable: false }),
  createOrderScript(order, { ...settings, orderNumbers: 'coupa' }, { entriesAreReadable: true }),
  readOrderScript(order, '5000021'),
  checkInM3Script(order),
  singleLinesScript(),
  ...[readEntry('4711'), readEntryLines('4711'), readMessageTexts(['WIT0103'], 'GB')].map((read) =>
    readScript(order, read),
  ),
  { system: 'm3', steps: [readMetadata.step] } as const,
  ...batchScripts(),
])
  for (const { program, transactions, undo, probe } of system === 'm3' ? steps : []) {
    for (const transaction of transactions) note(program, transaction);
    for (const call of [...(undo ? [undo] : []), ...(probe?.calls ?? [])]) note(call.program, call);
  }

/** What the doctor does not check in a tenant is missed by the first order that needs it. */
it('the transactions that orders need are those of their scripts, with every field that they fill', () => {
  const filled = [...programs].map(([name, fields]) => [name, [...fields].toSorted()]);
  const listed = m3Transactions.map(({ program, transaction, inputs }) => [
    `${program} ${transaction}`,
    inputs.toSorted(),
  ]);
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(filled));
});
