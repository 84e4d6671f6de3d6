import { expect, test } from 'vitest';
import { orderLine, Story } from './story.js';

test('M3 lists only the first lines of an order and it is read to its end', async () => {
  const story = new Story();
  await story.givenM3ListsAtMost(100);
  const lines = Array.from({ length: 130 }, (_, index) =>
    orderLine({ 'line-num': String(index + 1), quantity: '1', price: '2.5' }),
  );
  const order = await story.givenOrder(await story.givenSupplier(), {}, { 'order-lines': lines });

  await story.whenApproved(order);

  await story.thenRecordIs(order, 'Posted', 60_000);
  const [inM3] = await story.ordersInM3(order);
  expect(inM3?.lines).toHaveLength(130);
  await story.givenM3ListsAtMost(0);
});
