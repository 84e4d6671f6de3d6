import { expect, test } from 'vitest';
import { Story } from './story.js';

test('a forged signature changes nothing', async () => {
  const story = new Story();
  const order = await story.givenOrder(await story.givenSupplier());

  // Nobody has approved the order, so nothing but the forged webhook announces it.
  const statuses = await story.whenWebhookIsSent({
    type: 'purchase_order',
    id: order.id,
    secret: 'not the secret of Coupa',
  });

  expect(statuses).toEqual([401]);
  const honest = await story.givenOrder(await story.givenSupplier());
  await story.whenApproved(honest);
  await story.thenRecordIs(honest, 'Posted');
  expect(await story.record(order)).toBeUndefined();
  expect(await story.ordersInM3(order)).toEqual([]);
});
