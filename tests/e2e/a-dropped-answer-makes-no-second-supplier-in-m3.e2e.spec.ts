import { eventually } from '@sluice/testing/eventually';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SupplierStory } from './supplier-story.js';

let story: SupplierStory;
beforeAll(async () => {
  story = await SupplierStory.begin({
    M3_SUPPLIER_NUMBERS: 'own',
    M3_SUPPLIER_NUMBER_PREFIX: 'C',
    M3_SUPPLIER_NUMBER_START: '00001',
    // Nothing is changed in M3 here, and what the quota permits is needed for the rest.
    M3_SUPPLIER_SCAN_INTERVAL: '3600',
    M3_QUOTA: '300/min,concurrency=4',
  });
  await story.givenTemplateInM3();
  await story.givenM3Permits('anything');
});
afterAll(() => story?.end());

type Supplier = Awaited<ReturnType<SupplierStory['givenSupplierInCoupa']>>;

/** It is approved, and what it leads to is done over there, but the answer never arrives. */
async function approvedWithADroppedAnswerOn(fault: Readonly<Record<string, unknown>>): Promise<Supplier> {
  const supplier = await story.givenSupplierInCoupa({ status: 'draft' });
  const { id } = await story.givenFault({ kind: 'drop-answer', ...fault });
  await story.whenTypedInCoupa(supplier, { status: 'active' });
  await eventually(async () => (await story.faultHits(id)) === 1, { withinMs: 30_000 });
  return supplier;
}

test('S01: a dropped answer on every step makes no second supplier in M3', async () => {
  const suppliers: Supplier[] = [];
  // One after the other: the first step names no supplier by which a fault could be meant for it.
  for (const transaction of ['SearchSupplier', 'CopyTemplate', 'UpdSupplier', 'AddAddress', 'AddSupplierRef'])
    suppliers.push(await approvedWithADroppedAnswerOn({ system: 'm3', program: 'CRS620MI', transaction }));
  suppliers.push(await approvedWithADroppedAnswerOn({ system: 'coupa', method: 'PUT', path: '/api/suppliers' }));

  const numbers: string[] = [];
  for (const supplier of suppliers) {
    numbers.push(await story.thenCoupaHasNumber(supplier));
    await story.thenSupplierIs(supplier, 'Posted');
    expect(await story.suppliersInM3Called(supplier.name)).toMatchObject([
      {
        SUNO: numbers.at(-1),
        fields: { STAT: '20', TEPY: 'N30', VRNO: supplier.taxId },
        addresses: [{ ADR1: 'Kaai 1' }],
        references: [{ YRE1: 'An Peeters' }],
      },
    ]);
  }
  expect(new Set(numbers).size).toBe(suppliers.length);
});
