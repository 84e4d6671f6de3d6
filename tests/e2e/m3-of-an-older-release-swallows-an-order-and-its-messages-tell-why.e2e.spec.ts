import { expect, test } from 'vitest';
import { Story } from './story.js';

test('M3 of an older release swallows an order and its messages tell why', async () => {
  const story = new Story();
  await story.givenM3IsOfAnOlderRelease(true);
  const order = await story.givenOrder(await story.givenSupplier());
  const fault = await story.givenFault({
    system: 'm3',
    kind: 'fail-transfer',
    contains: order.number,
    code: 'WSU0101',
    message: 'Supplier is not allowed',
  });

  await story.whenApproved(order);

  const { reason } = await story.thenRecordIs(order, 'Needs attention', 100_000);
  // The sandbox's message names the entry; now and then an entry and its order have one number.
  expect(reason).toMatchObject({
    code: 'order-in-m3-batch',
    message: expect.stringMatching(
      /did not come about in time, see PPS370 for MSGN \d+\. M3 (says|may say of it): Supplier is not allowed \(WSU0101\)$/,
    ),
  });
  expect(await story.faultHits(fault.id)).toBe(1);
  expect(await story.timesCalled('AddHead', order.number)).toBe(1);
  await story.givenM3IsOfAnOlderRelease(false);
});
