import { expect, test } from 'vitest';
import { Story } from './story.js';

test('an order waits for its supplier', async () => {
  const story = new Story();
  const supplier = await story.givenSupplier({ number: null });
  const order = await story.givenOrder(supplier);

  await story.whenApproved(order);

  await story.thenWaitsFor(order, [`xref.supplier.v1/${supplier.id}`]);
  expect(await story.ordersInM3(order)).toEqual([]);

  await story.whenSupplierGets(supplier, { number: supplier.number });

  await story.thenRecordIs(order, 'Posted', 60_000);
  const [inM3] = await story.ordersInM3(order);
  expect(inM3?.head).toMatchObject({ SUNO: supplier.number });
});
