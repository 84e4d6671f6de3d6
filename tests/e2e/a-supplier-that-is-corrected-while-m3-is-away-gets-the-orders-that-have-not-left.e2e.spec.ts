import { eventually } from '@sluice/testing/eventually';
import { expect, test } from 'vitest';
import { Story } from './story.js';

test('a supplier that is corrected while M3 is away gets the orders that have not left', async () => {
  const story = new Story();
  const supplier = await story.givenSupplier();
  const right = await story.givenSupplier({ number: null });
  const known = await story.givenOrder(supplier);
  await story.whenApproved(known);
  await story.thenRecordIs(known, 'Posted');
  const order = await story.givenOrder(supplier);
  const outage = await story.givenFault({ system: 'm3', kind: 'status', status: 503, rate: 1 });
  await story.whenApproved(order);
  await story.thenRecordIs(order, 'Retrying');

  await story.whenSupplierGets(supplier, { number: right.number });
  // Its new number is to be looked up, and by then the old one counts no more.
  await eventually(async () => (await story.record(supplier, 'supplier'))?.status !== 'Posted');
  await story.whenFaultEnds(outage);

  await story.thenRecordIs(order, 'Posted', 100_000);
  const orders = await story.ordersInM3(order);
  expect(orders.map(({ head }) => head['SUNO'])).toEqual([right.number]);
});
