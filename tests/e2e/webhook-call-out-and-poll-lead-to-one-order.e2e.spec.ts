import { expect, test } from 'vitest';
import { Story } from './story.js';

test('webhook, call-out and poll lead to one order', async () => {
  const story = new Story();
  const supplier = await story.givenSupplier();
  const order = await story.givenOrder(supplier);

  // Approved without a notification: the poll finds it, while the two other ways in are used at the same moment.
  await story.whenApproved(order, false);
  await Promise.all([
    story.whenCallOutIsSent(order),
    story.whenWebhookIsSent({ type: 'purchase_order', id: order.id }),
  ]);
  await story.thenRecordIs(order, 'Posted', 60_000);
  await story.whenCallOutIsSent(order);

  // The poll has passed the order once it has found a later one; and the fetches that the other two asked for before are done by then.
  const later = await story.givenOrder(supplier);
  await story.whenApproved(later, false);
  await story.thenRecordIs(later, 'Posted', 60_000);

  const summaries = (await story.record(order))?.timeline.map(({ summary }) => summary).join('\n');
  expect(summaries).toContain('by call-out');
  expect(summaries).toContain('by webhook');
  expect((await story.record(later))?.timeline.map(({ action }) => action)).toContain('found-by-poll');
  expect(await story.ordersInM3(order)).toHaveLength(1);
  expect(await story.timesCalled('AddHead', order.number)).toBe(1);
});
