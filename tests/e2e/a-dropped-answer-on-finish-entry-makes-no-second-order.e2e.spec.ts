import { expect, test } from 'vitest';
import { Story } from './story.js';

test('a dropped answer on FinishEntry makes no second order', async () => {
  const story = new Story();
  const order = await story.givenOrder(await story.givenSupplier());
  const fault = await story.givenFault({
    system: 'm3',
    program: 'PPS370MI',
    transaction: 'FinishEntry',
    kind: 'drop-answer',
  });

  await story.whenApproved(order);

  const record = await story.thenRecordIs(order, 'Posted', 60_000);
  expect(await story.faultHits(fault.id)).toBe(1);
  expect(await story.ordersInM3(order)).toHaveLength(1);
  expect(await story.timesCalled('StartEntry', '')).toBeGreaterThan(0);
  expect(await story.timesCalled('AddHead', order.number)).toBe(1);
  expect(record.timeline.map(({ action }) => action)).toContain('step-unknown');
});
