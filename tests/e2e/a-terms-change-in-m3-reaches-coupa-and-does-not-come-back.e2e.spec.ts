import { afterAll, beforeAll, expect, test } from 'vitest';
import { SupplierStory } from './supplier-story.js';

let story: SupplierStory;
beforeAll(async () => {
  story = await SupplierStory.begin({ SUPPLIER_FIELD_OWNERS: 'paymentTerms=m3' });
});
afterAll(() => story?.end());

test('S25: a terms change in M3 reaches Coupa and does not come back', async () => {
  const supplier = await story.givenLinkedSupplier();

  await story.whenTypedInM3(supplier.number, { TEPY: 'N60' });
  await story.thenCoupaHasPaymentTerm(supplier, 'Net 60');

  // Our own write is what Coupa announces next; whatever is changed after it is decided with it in view.
  await story.whenTypedInCoupa(supplier, { 'account-number': 'A-4711' });
  await story.thenM3Has(supplier, 'OUCN', 'A-4711');
  await story.thenSupplierIs(supplier, 'Posted');
  expect((await story.supplierInM3(supplier))?.fields['TEPY']).toBe('N60');
  expect(await story.paymentTermInCoupa(supplier)).toBe('Net 60');
  expect(await story.timesCalled('UpdSupplier', 'TEPY'), 'nothing is told back to M3').toBe(0);
  expect(await story.callsOfCoupa('PUT', `/api/suppliers/${supplier.id}`), 'one write to Coupa').toBe(1);
});
