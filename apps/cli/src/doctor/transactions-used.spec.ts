import { readdirSync, readFileSync } from 'node:fs';
import { config } from '@sluice/po-sync/config';
import { wordsOfBatch } from '@sluice/po-sync/domain/m3/batch-messages';
import { checkInM3Script } from '@sluice/po-sync/domain/m3/check-in-m3-script';
import { createOrderScript } from '@sluice/po-sync/domain/m3/create-order-script';
import { readOrderScript } from '@sluice/po-sync/domain/m3/read-order-script';
import { purchaseOrderDomain } from '@sluice/po-sync/domain/purchase-order-domain';
import type { AddressInM3, OrderInM3, OrderLineInM3 } from '@sluice/po-sync/domain/translate/order-in-m3';
import { purchaseOrderSettings } from '@sluice/po-sync/purchase-order-settings';
import type { Fact, Script } from '@sluice/reconciler/decision';
import { makeView } from '@sluice/reconciler/document/make-view';
import { toDecimalText, type DecimalText } from '@sluice/shared/decimal';
import type { M3Transaction } from '@sluice/shared/script';
import { readSupplierScript } from '@sluice/supplier-sync/domain/read-supplier-script';
import { describe, expect, it } from 'vitest';
import { transactionsUsed } from './transactions-used.js';

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

const fact = (records: Fact['records'], readAt: string): Fact => ({
  records,
  readAt,
  commandId: '0199a1c4-5e0c-710c-920c-3f1c0d5a100c',
  justRead: false,
});

/** What is asked about a batch entry that made no order: first M3's messages, then what is in the one that names it. */
function batchScripts(): Script[] {
  const notThere = fact([[]], '2026-03-09T17:20:00.000Z');
  const listed = fact([[{ MTPE: '175', DTID: '7', MSGT: 'Entry 4711' }]], '2026-03-09T17:21:00.000Z');
  return [{}, { 'batch-messages': listed }].map((facts) => {
    const document = {
      ref: { type: 'purchase-order', id: '2400' },
      sequence: 1,
      removed: false,
      priority: 'live',
    } as const;
    const view = makeView(
      purchaseOrderDomain(settings),
      {
        document: { ...document, now: '2026-03-09T17:22:00.000Z' },
        destinations: new Map(),
        facts: new Map(Object.entries(facts)),
        possibleDuplicates: [],
      },
      { loaded: new Map(), missed: new Map() },
    );
    const entry = { confirmed: order, since: '2026-03-09T17:12:00.000Z', number: '4711' };
    const words = wordsOfBatch(view, entry, notThere, settings);
    if (!('ask' in words)) throw new Error('M3 is not asked');
    return words.ask;
  });
}

const programs = new Map<string, Set<string>>();
const note = (program: string, { transaction, record }: M3Transaction): void => {
  const name = `${program} ${transaction}`;
  programs.set(name, new Set([...(programs.get(name) ?? []), ...Object.keys(record)]));
};
for (const { system, steps } of [
  createOrderScript(order, { ...settings, lookup: 'search-head' }),
  readOrderScript(order, '5000021'),
  checkInM3Script(order),
  ...batchScripts(),
  readSupplierScript('100', 'Y30001'),
])
  for (const { program, transactions, undo, probe } of system === 'm3' ? steps : []) {
    for (const transaction of transactions) note(program, transaction);
    for (const call of [...(undo ? [undo] : []), ...(probe?.calls ?? [])]) note(call.program, call);
  }

/** What is not looked for in a tenant is missed by the first order that needs it. */
describe('the transactions that the doctor looks for', () => {
  it('are those of the scripts, with every field that they fill', () => {
    const filled = [...programs].map(([name, fields]) => [name, [...fields].toSorted()]);
    // The gateway's own question has no script and fills no field.
    const looked = transactionsUsed
      .filter(({ inputs }) => inputs.length > 0)
      .map(({ program, transaction, inputs }) => [`${program} ${transaction}`, inputs.toSorted()]);
    expect(Object.fromEntries(looked)).toEqual(Object.fromEntries(filled));
  });

  it('are all that the code of the apps names', () => {
    const named = ['po-sync', 'supplier-sync', 'cloudsuite-gateway'].flatMap((app) =>
      readdirSync(new URL(`../../../${app}/src/`, import.meta.url), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
        .map((path) => readFileSync(new URL(`../../../${app}/src/${path}`, import.meta.url), 'utf8'))
        .flatMap((text) => [...text.matchAll(/\btransaction: '(\w+)'/g)].map(([, transaction = '']) => transaction)),
    );
    expect([...new Set(named)].toSorted()).toEqual(
      [...new Set(transactionsUsed.map(({ transaction }) => transaction))].toSorted(),
    );
  });
});
