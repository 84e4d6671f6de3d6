import { afterAll, beforeAll, expect, test } from 'vitest';
import { SupplierStory } from './supplier-story.js';

let story: SupplierStory;
beforeAll(async () => {
  story = await SupplierStory.begin({
    M3_SUPPLIER_NUMBERS: 'm3-series',
    M3_SUPPLIER_SERIES_TYPE: '09',
    M3_SUPPLIER_SERIES_ID: '1',
    // Nothing is changed in M3 here, and what the quota permits is needed for the rest.
    M3_SUPPLIER_SCAN_INTERVAL: '3600',
  });
  await story.givenTemplateInM3();
  await story.sandbox('PUT', '/admin/m3/master', {
    numberSeries: [{ cono: 100, NBTY: '09', NBID: '1', from: 70_001 }],
  });
});
afterAll(() => story?.end());

test('S01: a supplier gets a number of M3’s own series once, whatever answers are lost', async () => {
  const supplier = await story.givenSupplierInCoupa({ status: 'draft' });
  const faults = [
    await story.givenFault({ system: 'm3', program: 'CRS165MI', kind: 'drop-answer' }),
    await story.givenFault({ system: 'm3', program: 'CRS620MI', transaction: 'CopyTemplate', kind: 'drop-answer' }),
  ];

  await story.whenTypedInCoupa(supplier, { status: 'active' });

  // The number whose answer was lost is spent, and nobody has it.
  expect(await story.thenCoupaHasNumber(supplier)).toBe('70002');
  await story.thenSupplierIs(supplier, 'Posted');
  expect(await story.suppliersInM3Called(supplier.name)).toMatchObject([{ SUNO: '70002', fields: { STAT: '20' } }]);
  for (const { id } of faults) expect(await story.faultHits(id)).toBe(1);
});
