import { afterAll, beforeAll, expect, test } from 'vitest';
import { SupplierStory } from './supplier-story.js';

let story: SupplierStory;
beforeAll(async () => {
  story = await SupplierStory.begin();
});
afterAll(() => story?.end());

test('S05: both sides change the same field: the owner wins, the loser is on record', async () => {
  const supplier = await story.givenLinkedSupplier();

  // Payment terms are Coupa's where nobody says otherwise.
  await story.whenTypedInM3(supplier.number, { TEPY: 'N60' });
  await story.whenTypedInCoupa(supplier, { 'payment-term': { code: 'Net 90' } });

  await story.thenM3Has(supplier, 'TEPY', 'N90');
  const { timeline } = await story.thenSupplierIs(supplier, 'Posted');
  expect(await story.paymentTermInCoupa(supplier)).toBe('Net 90');
  expect(timeline.map(({ summary }) => summary).join('\n'), 'what was overwritten').toContain('N60');
});
