import { expect, test } from 'vitest';
import { Story } from './story.js';

test('the same event twice makes one order', async () => {
  const story = new Story();
  const order = await story.givenOrder(await story.givenSupplier());
  const { eventId } = await story.whenApproved(order);
  await story.thenRecordIs(order, 'Posted');

  const again = await story.whenWebhookIsSent({ type: 'purchase_order', id: order.id, eventId, times: 3 });
  const other = await story.whenWebhookIsSent({ type: 'purchase_order', id: order.id });

  expect([...again, ...other]).toEqual([202, 202, 202, 202]);
  // A later order of the same path has passed: whatever the repeats might have done is done.
  const later = await story.givenOrder(await story.givenSupplier());
  await story.whenApproved(later);
  await story.thenRecordIs(later, 'Posted');
  expect(await story.ordersInM3(order)).toHaveLength(1);
  expect(await story.timesCalled('AddHead', order.number)).toBe(1);
});
