import { expect, test } from 'vitest';
import { Story } from './story.js';

test('M3’s batch swallows an order and the buyer learns it in Coupa', async () => {
  const story = new Story();
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
  // At once, by the entry itself: not after the time that M3 may take.
  expect(reason).toMatchObject({
    code: 'order-in-m3-batch',
    message: expect.stringMatching(
      /^M3 made no order \d+ of its batch entry \(PPS370, MSGN \d+, status 23\)\. M3 says: Supplier is not allowed \(WSU0101\)$/,
    ),
  });
  expect(await story.faultHits(fault.id)).toBe(1);
  expect(await story.ordersInM3(order)).toEqual([]);
  expect(await story.timesCalled('AddHead', order.number)).toBe(1);

  const { order: inCoupa, history } = await story.thenCoupaHasHistory(order, 1);
  expect(inCoupa).toMatchObject({ exported: false });
  expect(history).toMatchObject([
    { status: 'Error', 'contact-alert-type': 'Technical', responses: [{ 'response-code': 'order-in-m3-batch' }] },
  ]);
});
