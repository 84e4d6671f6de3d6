import { expect, test } from 'vitest';
import { Story } from './story.js';

test('of two orders for the same things both reach M3 and the later says so', async () => {
  const story = new Story();
  const supplier = await story.givenSupplier();
  const first = await story.givenOrder(supplier);
  await story.whenApproved(first);
  expect(await story.thenRecordIs(first, 'Posted')).not.toHaveProperty('reason');

  const again = await story.givenOrder(supplier);
  await story.whenApproved(again);

  expect(await story.thenRecordIs(again, 'Posted')).toMatchObject({
    reason: { code: 'possible-duplicate', message: expect.stringContaining(`purchase-order/${first.id}`) },
  });
  expect(await story.ordersInM3(first)).toHaveLength(1);
  expect(await story.ordersInM3(again)).toHaveLength(1);
});
