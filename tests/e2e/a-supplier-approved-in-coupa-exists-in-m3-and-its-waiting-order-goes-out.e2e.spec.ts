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
  });
  await story.givenTemplateInM3();
});
afterAll(() => story?.end());

test('S01, S15: a supplier approved in Coupa exists in M3 and its waiting order goes out', async () => {
  const supplier = await story.givenSupplierInCoupa({ status: 'draft' });
  const order = await story.givenOrder(supplier);
  await story.whenApproved(order);
  await story.thenWaitsFor(order, [`xref.supplier.v1/${supplier.id}`]);
  expect(await story.suppliersInM3Called(supplier.name)).toEqual([]);

  await story.whenTypedInCoupa(supplier, { status: 'active' });

  await story.thenRecordIs(order, 'Posted');
  const number = await story.thenCoupaHasNumber(supplier);
  const [inM3] = await story.ordersInM3(order);
  expect(inM3?.head).toMatchObject({ SUNO: number });
  const made = await story.suppliersInM3Called(supplier.name);
  expect(made).toMatchObject([
    {
      SUNO: number,
      fields: { STAT: '20', TEPY: 'N30', CSCD: 'BE', VRNO: supplier.taxId, CUCD: 'EUR' },
      addresses: [{ ADR1: 'Kaai 1', TOWN: 'Antwerp', PONO: '2000' }],
      references: [{ YRE1: 'An Peeters', EMAL: 'an@acme.example' }],
    },
  ]);
  // What we wrote to Coupa is announced as a change of it, and changes nothing.
  await story.thenSupplierIs(supplier, 'Posted');
  expect(await story.timesCalled('UpdSupplier', number)).toBe(1);
  expect(await story.callsOfCoupa('PUT', `/api/suppliers/${supplier.id}`)).toBe(1);
});
