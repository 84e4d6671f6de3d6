import { expect, test } from 'vitest';
import { Story } from './story.js';

test('all three doors lead to one order', async () => {
  const story = new Story();
  const supplier = await story.givenSupplier();
  const order = await story.givenOrder(supplier);

  // Silently approved: the poll sees it, while the two other doors are used at the same moment.
  await story.whenApproved(order, false);
  await Promise.all([
    story.whenCallOutIsSent(order),
    story.whenWebhookIsSent({ type: 'purchase_order', id: order.id }),
  ]);
  await story.thenRecordIs(order, 'Posted', 60_000);
  await story.whenCallOutIsSent(order);

  // The poll has passed the order once it has found a later one; and what the doors asked for before is done by then.
  const later = await story.givenOrder(supplier);
  await story.whenApproved(later, false);
  await story.thenRecordIs(later, 'Posted', 60_000);

  const told = (await story.record(order))?.timeline.map(({ summary }) => summary).join('\n');
  expect(told).toContain('by call-out');
  expect(told).toContain('by webhook');
  expect((await story.record(later))?.timeline.map(({ action }) => action)).toContain('found-by-poll');
  expect(await story.ordersInM3(order)).toHaveLength(1);
  expect(await story.timesCalled('AddHead', order.number)).toBe(1);
});
