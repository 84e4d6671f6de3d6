import { eventually } from '@sluice/testing/eventually';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressInM3, contactInM3, newNumber, SupplierStory } from './supplier-story.js';

let story: SupplierStory;
beforeAll(async () => {
  story = await SupplierStory.begin({ SUPPLIERS_NEW_IN_M3: 'create' });
});
afterAll(() => story?.end());

test('S02: a dropped answer on every step makes no second supplier in Coupa', async () => {
  const number = newNumber();
  // Each of the calls by which the supplier comes to Coupa: the look, by number and by name, and the write.
  const faults = [
    await story.givenFault({ system: 'm3', transaction: 'LstAddresses', contains: number, kind: 'drop-answer' }),
    await story.givenFault({ system: 'coupa', method: 'GET', contains: number, kind: 'drop-answer', times: 2 }),
    await story.givenFault({ system: 'coupa', method: 'POST', contains: number, kind: 'drop-answer' }),
  ];

  await story.whenTypedInM3(number, {
    SUNM: `Bolts ${number}`,
    STAT: '20',
    TEPY: 'N30',
    CUCD: 'EUR',
    CSCD: 'BE',
    addresses: [addressInM3],
    references: [contactInM3],
  });

  await story.thenSupplierIs({ id: `100/${number}` }, 'Ignored', 'm3-supplier');
  const inCoupa = await story.suppliersInCoupa({ number });
  expect(inCoupa).toMatchObject([
    {
      name: `Bolts ${number}`,
      status: 'active',
      'payment-term': { code: 'Net 30' },
      'content-groups': [{ name: 'Belgium' }],
      'primary-address': { street1: 'Kaai 1', city: 'Antwerp' },
    },
  ]);
  expect(await story.suppliersInCoupa({ name: `Bolts ${number}` })).toHaveLength(1);
  await story.thenSupplierIs({ id: String(inCoupa[0]?.['id']) }, 'Posted');
  for (const { id } of faults) await eventually(async () => (await story.faultHits(id)) > 0);
  expect(await story.timesCalled('AddSupplier', number)).toBe(0);
});
